"""Who chooses what judges train on, and who reminds them of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Briefing, Person, Round
from competition.models.people import AppointmentRole
from competition.queries.people import rights_of
from competition.verdict import Verdict, no
from judging.policy.rounds import not_ranked, round_is_open
from judging.queries.training import has_trained

ORGANISER = AppointmentRole.ORGANISER


def may_choose_training(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, until the round closes or is ranked, and not once a judge has scored a text on the present sheet: all are
    to score the same. A tie does not matter, since the texts are nobody's."""
    running = _runs(person, round_, at)
    if running and has_trained(round_):
        return no(_("Sudah ada penilai yang menilai naskah latihan, jadi pilihannya tidak dapat diubah lagi."))
    return running


def may_nudge_untrained(person: Person, round_: Round, at: datetime) -> Verdict:
    """An organiser, until the round closes or is ranked, where it has training texts."""
    running = _runs(person, round_, at)
    if running and round_.briefing == Briefing.NONE:
        return no(_("Babak ini tidak memiliki naskah latihan."))
    return running


def _runs(person: Person, round_: Round, at: datetime) -> Verdict:
    if not rights_of(person, at).holds(round_.edition_id, ORGANISER):
        return no(_("Naskah latihan dipilih penyelenggara."))
    if at >= round_.stage.closes_at:
        return round_is_open(round_, at)
    return not_ranked(round_)
