"""Is the round open, and who sees, chairs and fills it?"""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.queries.ties import tied_to
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing, format_opening
from judging.queries.rounds import entrants_are_known

CHAIR = AppointmentRole.CHAIR
ORGANISER = AppointmentRole.ORGANISER


def round_is_open(round_: Round, at: datetime) -> Verdict:
    """Say whether the round's stage is open, or when it was or will be."""
    stage = round_.stage
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_opening(stage.opens_at)})
    if at >= stage.closes_at:
        text = _("%(stage)s sudah ditutup pada %(when)s.")
        return no(text % {"stage": stage, "when": format_closing(stage.closes_at)})
    return YES


def may_see_rounds(person: Person, round_: Round, at: datetime) -> Verdict:
    """Chairs and organisers of the edition."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR, ORGANISER):
        return YES
    return no(_("Halaman ini hanya untuk ketua panel dan penyelenggara."))


def has_no_ties(person: Person, round_: Round, at: datetime) -> Verdict:
    """Somebody who is tied to no institution. A plan, a ranking and a list are about all proposals at once: who lowers a rival
    raises their own. Whether the institution takes part does not count, so the answer tells nothing about who does."""
    if not tied_to(person, round_.edition, at):
        return YES
    text = _(
        "Langkah ini menyangkut semua proposal sekaligus. Anda anggota sebuah instansi, atau pernah, jadi diurus petugas lain."
    )
    return no(text)


def may_chair(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition: who freezes the ranking and proposes the list, and may look at both; with no ties."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return has_no_ties(person, round_, at)
    return no(_("Halaman ini hanya untuk ketua panel."))


def may_see_habits(person: Person, round_: Round, at: datetime) -> Verdict:
    """The chair of the edition, while the round runs as well: how each judge marks, how far readers are apart, who drifts."""
    if rights_of(person, at).holds(round_.edition_id, CHAIR):
        return YES
    return no(_("Cara menilai hanya untuk ketua panel."))


def may_prepare_round(round_: Round) -> Verdict:
    """Nobody prepares a round before the list that says who enters it is public: what is prepared would tell who is on it."""
    if entrants_are_known(round_):
        return YES
    return no(_("Peserta babak ini baru diketahui setelah hasil babak sebelumnya diumumkan."))


def may_assign_judges(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser with no ties, before or while the round runs, and not after it was ranked; of a later round, once who enters
    it is public."""
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Hanya penyelenggara yang dapat menugaskan penilai."))
    free = has_no_ties(person, round_, at)
    if not free:
        return free
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return may_prepare_round(round_) and not_ranked(round_)


def not_ranked(round_: Round) -> Verdict:
    """Nothing that enters a ranking changes once it is frozen."""
    return no(_("Peringkat babak ini sudah dibekukan.")) if hasattr(round_, "ranking") else YES
