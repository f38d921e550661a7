"""The six steps of a round as one person sees them: what is done, what waits for whom, and where they may go on."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.verdict import YES, Verdict, no
from competition.zones import format_instant
from judging import policy
from judging.models import Selection
from judging.queries.announcements import announcement_time, opens_at, standing_announcement
from judging.queries.rounds import Progress
from judging.states import AnnouncementState, SelectionState


@dataclass(frozen=True, slots=True)
class Step:
    """One step, ready for the task list. `is_mine`: it waits for this person."""

    title: str
    who: str
    hint: str
    url: str
    state: str
    is_mine: bool

    @property
    def status(self) -> str:
        """The state in words."""
        if self.state == "now":
            return _("Giliran Anda") if self.is_mine else _("Menunggu %(who)s") % {"who": self.who}
        return _("Selesai") if self.state == "done" else _("Belum")

    @property
    def kind(self) -> str:
        """The state as the kind of a tag."""
        if self.state == "now":
            return "warn" if self.is_mine else "now"
        return "plain" if self.state == "done" else "soft"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A step before it is known which one is on."""

    page: str
    title: str
    who: str
    done: str
    hint: str
    may: Verdict


def steps_of(round_: Round, progress: Progress, person: Person, at: datetime) -> list[Step]:
    """Return the steps in order; the first that is not done is on, those after it are to come."""
    drafts = [*_before_ranking(round_, progress, person, at), *_after_ranking(round_, person, at)]
    current = next((one for one in drafts if not one.done), None)
    return [_finish(one, current, round_) for one in drafts]


def _finish(draft: _Draft, current: _Draft | None, round_: Round) -> Step:
    is_now = draft is current
    state = "now" if is_now else "done" if draft.done and (current is None or draft.page != current.page) else "later"
    url = reverse(f"judging:{draft.page}", args=[round_.edition.year, round_.key]) if draft.may and draft.page else ""
    hint = draft.done or (draft.hint if draft.may or not is_now else draft.may.reason or draft.hint)
    return Step(draft.title, draft.who, hint, url, state, is_mine=is_now and bool(url))


def _before_ranking(round_: Round, progress: Progress, person: Person, at: datetime) -> list[_Draft]:
    is_ranked = hasattr(round_, "ranking")
    counts = {"short": progress.short, "locked": progress.locked, "required": progress.required}
    has_readers = progress.proposals > 0 and progress.short == 0
    is_scored = has_readers and progress.locked >= progress.required
    readers = _("%(short)s proposal masih kurang penilai.") if progress.proposals else _("Belum ada proposal pada babak ini.")
    sheets = _("%(locked)s dari %(required)s lembar terkunci.") % counts
    return [
        _Draft(
            "assign",
            _("Tugaskan penilai"),
            _("penyelenggara"),
            _("Setiap proposal memiliki penilai.") if is_ranked or has_readers else "",
            readers % counts,
            policy.may_assign_judges(person, round_, at) if not has_readers else no(""),
        ),
        _Draft("", _("Nilai proposal"), _("penilai"), sheets if is_ranked or is_scored else "", sheets, YES),
        _Draft(
            "rank",
            _("Bekukan peringkat"),
            _("ketua panel"),
            _by(round_.ranking.ranked_by, round_.ranking.ranked_at) if is_ranked else "",
            _("Semua lembar sudah terkunci.") if is_scored else _("Memerlukan semua lembar nilai."),
            _may_see(policy.may_rank_round(person, round_, at), is_ranked, person, round_, at),
        ),
    ]


def _after_ranking(round_: Round, person: Person, at: datetime) -> list[_Draft]:
    selection = getattr(getattr(round_, "ranking", None), "selection", None)
    waiting = no("")
    is_ratified = selection is not None and selection.state != SelectionState.PROPOSED
    return [
        _Draft(
            "select",
            _("Usulkan daftar"),
            _("ketua panel"),
            _by(selection.selected_by, selection.selected_at) if selection else "",
            _("Susun daftar untuk %(places)s tempat menurut peringkat dan kuota.") % {"places": round_.places},
            _may_see(policy.may_select_finalists(person, round_, at), selection is not None, person, round_, at),
        ),
        _Draft(
            "ratify",
            _("Tetapkan daftar"),
            _("penyelenggara"),
            _by(selection.ratified_by, selection.ratified_at) if is_ratified else "",
            _("Periksa daftar ketua panel dan tetapkan sebagai orang kedua."),
            policy.may_ratify_selection(person, selection, at) if selection else waiting,
        ),
        _publishing(round_, selection, person, at),
    ]


def _publishing(round_: Round, selection: Selection | None, person: Person, at: datetime) -> _Draft:
    """The last step: by hand at its hour, or prepared ahead, agreed to, and then done by nobody. When and by whom is told to
    those who may see the announcement."""
    title, is_ratified = _("Umumkan hasil"), selection is not None and selection.state == SelectionState.RATIFIED
    standing = standing_announcement(selection) if is_ratified else None
    if standing is None:
        by_hand = _("Sebagai orang ketiga, paling awal %(when)s.") % {"when": format_instant(announcement_time(round_))}
        is_published = selection is not None and selection.state == SelectionState.PUBLISHED
        done = _by(selection.published_by, selection.published_at) if is_published else ""
        may = policy.may_publish_results(person, selection, at) if selection else no("")
        return _Draft("publish", title, _("penyelenggara lain"), done, by_hand, may)
    if not policy.may_see_announcement(person, selection, at):
        return _Draft("announcement", title, _("penyelenggara"), "", _("Pengumumannya disiapkan penyelenggara."), no(""))
    when = {"when": format_instant(opens_at(standing)), "name": standing.prepared_by.name}
    if standing.state == AnnouncementState.APPROVED:
        hint = _("Hasil terbuka sendiri pada %(when)s. Disiapkan oleh %(name)s.") % when
        return _Draft("announcement", title, _("waktunya"), "", hint, no(""))
    hint = _("Disiapkan oleh %(name)s untuk %(when)s, dan perlu disetujui orang lain.") % when
    may = YES if policy.may_approve_announcement(person, standing, at) else no("")
    return _Draft("approve", title, _("penyelenggara lain"), "", hint, may)


def _may_see(verdict: Verdict, is_done: bool, person: Person, round_: Round, at: datetime) -> Verdict:
    """Who did it may look at it again."""
    return policy.may_chair(person, round_, at) if is_done else verdict


def _by(person: Person, when: datetime) -> str:
    return _("%(name)s, %(when)s.") % {"name": person.name, "when": format_instant(when)}
