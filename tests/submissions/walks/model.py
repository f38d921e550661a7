"""A small model of the entry: what should be stored after each act, without a database and without the code under test."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.submissions.law import is_lawful, role_of

WORDS_ALLOWED = 50
SENT = {"SUBMITTED", "CORRECTION", "ELIGIBLE", "INELIGIBLE"}
TEXTS = {"empty": "", "short": "Satu dua tiga.", "other": "Empat lima enam tujuh.", "long": "kata " * (WORDS_ALLOWED + 1)}
TITLES = ("Layanan Satu Pintu", "Rumah Tunggu")


@dataclass
class Paper:
    """One proposal: its content, and what happened to that content."""

    title: str
    is_home: bool
    state: str = "DRAFT"
    has_category: bool = False
    texts: list[str] = field(default_factory=lambda: ["", ""])
    versions: list[int] = field(default_factory=lambda: [0, 0])
    header_version: int = 1
    endorsed: set[tuple] = field(default_factory=set)
    endorsed_versions: set[int] = field(default_factory=set)
    sent: list[tuple] = field(default_factory=list)
    sent_by: str = ""
    screened: int = 0
    withdrawn: int = 0
    notes: int = 0

    @property
    def content(self) -> tuple:
        """What a leader reads and a receipt freezes."""
        return (self.title, self.has_category, *self.texts)

    @property
    def version(self) -> int:
        """Every change of header or answers counts one."""
        return self.header_version + sum(self.versions)

    @property
    def lapses(self) -> bool:
        """Whether a change now takes a yes away that somebody counts on; it is told once a version."""
        return self.state in ("FORWARDED", "CORRECTION") and self.version in self.endorsed_versions

    def lacks(self) -> list[str]:
        """Return the checks the content itself fails, one per fault."""
        # A header that was never saved has no start date either.
        found = ["complete"] * ((not self.has_category) + (self.header_version == 1))
        for text in self.texts:
            if not text:
                found.append("complete")
            elif len(text.split()) > WORDS_ALLOWED:
                found.append("limits")
        return found


@dataclass
class World:
    """All proposals, the calendar, and the one cap: the home institution may send this many."""

    stages: list[tuple[str, datetime, datetime]]
    at: datetime
    cap: int = 1
    papers: list[Paper] = field(default_factory=list)

    @property
    def stage(self) -> str:
        """The stage that is open now; empty between and after."""
        return next((key for key, opens, closes in self.stages if opens <= self.at < closes), "")

    def may(self, verb: str, actor: str, paper: Paper) -> bool:
        """Say what the law says."""
        return is_lawful(verb, role_of(actor, is_home=paper.is_home), paper.state, self.stage)

    def may_start(self, actor: str, *, is_home: bool) -> bool:
        """Say whether the actor writes for the unit while registration is open."""
        return self.stage == "registration" and role_of(actor, is_home=is_home) == "writer"

    def is_entered(self, title: str, *, is_home: bool) -> bool:
        """Say whether the institution already has a proposal about this."""
        return any(paper.title == title and paper.is_home == is_home for paper in self.papers)

    def stops(self, paper: Paper, *, sending: bool) -> list[str]:
        """Return the checks that stop forwarding, or sending."""
        found = paper.lacks()
        if any(one is not paper and one.title == paper.title and one.state in SENT for one in self.papers):
            found.append("title")
        home = sum(one is not paper and one.is_home and one.state in SENT for one in self.papers)
        if sending and paper.is_home and home >= self.cap:
            found.append("cap")
        return found
