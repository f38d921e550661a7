"""Replications of an innovation, as people of the two institutions move them on."""

from datetime import datetime, timedelta

from competition.clock import read_clock
from competition.models import Institution, Round
from competition.scans import Scan, read_scan
from submissions.models import Innovation, Proposal, Replication, SharedMaterial
from submissions.operations.enclosures import check_enclosure
from submissions.operations.replication_notes import Figure, report_replication, show_replication
from submissions.operations.replications import (
    Wish,
    agree_replication,
    approve_replication,
    ask_replication,
    begin_replication,
    confirm_replication,
    mark_of_report,
)
from tests.builders import Cast
from tests.submissions import crowds, files

WISH = Wish("Puskesmas Uji", "Jam buka disesuaikan dengan jadwal kapal.")
FIGURES = (Figure("Waktu tunggu", "90 menit", "20 menit"),)
ADAPTED = "Dipakai seperti aslinya, kecuali jam buka."
WAY = ("INTEREST", "AGREED", "APPROVED", "IMPLEMENTING", "REPORTED", "CONFIRMED")


def innovation(cast: Cast) -> Innovation:
    """Return a public innovation of the cast's institution."""
    return crowds.innovations(cast, 1, is_public=True)[0]


def paper(words: str = "Kesepakatan") -> Scan:
    """Return a signed agreement."""
    return read_scan("kesepakatan.pdf", files.pdf(1, words))


def asked(cast: Cast, *, about: Innovation | None = None, at: datetime | None = None, wish: Wish = WISH) -> Replication:
    """Return the interest of the cast's other institution in an innovation of its first one."""
    known = {"innovation": about or innovation(cast), "institution": cast.other_institution, "wish": wish}
    return ask_replication(person=cast.other_administrator, at=at or read_clock(), **known)


def walked(cast: Cast, until: str = "CONFIRMED", *, at: datetime | None = None, **values: object) -> Replication:
    """Return a replication as far as this on its way, each step taken by whoever takes it."""
    at = at or read_clock()
    one, theirs, ours = asked(cast, at=at, **values), cast.other_administrator, cast.administrator
    last = WAY.index(until)
    if last >= 1:
        one = agree_replication(replication=one, person=theirs, scan=paper(one.code), at=at)
        check_enclosure(code=one.agreement.code, at=at)
    if last >= 2:
        one = approve_replication(replication=one, person=ours, at=at)
    if last >= 3:
        one = begin_replication(replication=one, person=theirs, at=at)
    if last >= 4:
        one = report_replication(replication=one, person=theirs, adapted=ADAPTED, figures=FIGURES, at=at)
    if last >= 5:
        one = confirm_replication(replication=one, person=ours, seen=mark_of_report(one), at=at + timedelta(seconds=1))
    return Replication.objects.select_related("agreement", "innovation", "origin", "institution").get(pk=one.pk)


def shown(cast: Cast, one: Replication) -> Replication:
    """Return it with the yes of both institutions to its being public."""
    for person in (cast.administrator, cast.other_administrator):
        one = show_replication(replication=one, person=person, is_shown=True, at=read_clock())
    return one


def letters(round_: Round, proposal: Proposal, words: str) -> dict[str, dict]:
    """Return what each letter about an innovation is made of; hostile words may be put into it."""
    place = Institution(name=proposal.title[:200])
    known = {"innovation": Innovation(title=proposal.title), "origin": place, "institution": place, "reason": words}
    common = {"round": round_, "replication": Replication(code="222222222222", state="REFUSED", **known)}
    own = Innovation(title=proposal.title, code="2" * 12)
    common["material"] = SharedMaterial(title=proposal.title[:150], innovation=own)
    common |= {"reason": words, "sender": proposal.created_by, "place": place}
    common |= {"institution": place, "innovations": [own], "more": 1, "year": 2017, "is_reminder": True}
    moved = ("replication_moved", "replication_written", "replication_reported", "shared_material_decided")
    return dict.fromkeys(("innovation_statuses_asked", *moved), common)
