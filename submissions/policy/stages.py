"""Who may move the windows of an edition, and where to."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Institution, Person, Stage
from competition.models.people import AppointmentRole
from competition.queries.editions import has_round, stage_after, stage_before
from competition.queries.people import rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing, format_opening
from submissions.policy.readers import may_see_secretariat
from submissions.policy.windows import window_is_open
from submissions.queries.decided import has_corrections

# The windows of an entry; all others are the organisers'.
EXTENDABLE = ("registration", "screening")


def may_extend_stage(person: Person, stage: Stage, at: datetime) -> Verdict:
    """Those who see to the stage; a window in which proposals are sent or judged, and only while it is open."""
    verdict = _sees_to(person, stage, at)
    if verdict and stage.key not in EXTENDABLE and not has_round(stage):
        return no(_("Tahap ini tidak dapat diperpanjang."))
    return verdict and window_is_open(stage.edition, stage.key, at)


def may_move_stage(person: Person, stage: Stage, at: datetime) -> Verdict:
    """Those who see to the stage, until it opens."""
    verdict = _sees_to(person, stage, at)
    if verdict and at >= stage.opens_at:
        return no(_("%(stage)s sudah dibuka, jadi jadwalnya tidak dipindah lagi.") % {"stage": stage})
    return verdict


def _sees_to(person: Person, stage: Stage, at: datetime) -> Verdict:
    """The edition's secretariat and organisers; of a stage in which nothing is sent the organisers alone."""
    verdict = may_see_secretariat(person, stage.edition, at)
    is_theirs = stage.key in EXTENDABLE or rights_of(person, at).holds(stage.edition_id, AppointmentRole.ORGANISER)
    return verdict if not verdict or is_theirs else no(_("Jadwal tahap ini diatur oleh penyelenggara."))


def may_extend_for(person: Person, stage: Stage, institution: Institution, at: datetime) -> Verdict:
    """The edition's secretariat and organisers, of no institution they are tied to, and only while it can still help: from the
    stage's opening until the next one closes. Whether the institution has a draft is not theirs to know; a correction is."""
    verdict = may_see_secretariat(person, stage.edition, at)
    if not verdict:
        return verdict
    if stage.key not in EXTENDABLE:
        return no(_("Tahap ini tidak dapat diperpanjang."))
    if is_tied(person, stage.edition, institution.pk, at):
        return no(_("Anda berkonflik dengan instansi ini, jadi batas waktunya diperpanjang oleh orang lain."))
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_opening(stage.opens_at)})
    following = stage_after(stage)
    if following is not None and at >= following.closes_at:
        return no(_("%(stage)s sudah ditutup, jadi perpanjangan tidak lagi membantu.") % {"stage": following})
    if stage.key == "screening" and not has_corrections(stage.edition_id, institution.pk):
        return no(_("Instansi ini tidak memiliki proposal yang sedang diperbaiki."))
    return YES


def may_close_then(stage: Stage, closes_at: datetime, present: datetime | None = None) -> Verdict:
    """A later close than the present one (the stage's, or an institution's own), and no later than that of the stage that
    follows; a round ends when that one opens, because then its results are due."""
    present = present or stage.closes_at
    if closes_at <= present:
        return no(_("Batas waktu yang baru harus sesudah %(when)s.") % {"when": format_closing(present)})
    following = None if stage.is_parallel else stage_after(stage)
    if following is not None and has_round(stage) and closes_at > following.opens_at:
        text = _("Batas waktu yang baru paling lambat %(when)s, saat %(stage)s dibuka.")
        return no(text % {"when": format_closing(following.opens_at), "stage": following})
    if following is not None and closes_at > following.closes_at:
        text = _("Batas waktu yang baru paling lambat %(when)s, saat %(stage)s ditutup.")
        return no(text % {"when": format_closing(following.closes_at), "stage": following})
    return YES


def may_open_then(stage: Stage, opens_at: datetime, at: datetime) -> Verdict:
    """An opening that is still to come, and not before the stage that goes before is over."""
    before = None if stage.is_parallel else stage_before(stage)
    if opens_at <= at:
        return no(_("Waktu buka yang baru harus sesudah sekarang."))
    if before is not None and opens_at < before.closes_at:
        text = _("Waktu buka yang baru paling awal %(when)s, saat %(stage)s ditutup.")
        return no(text % {"when": format_closing(before.closes_at), "stage": before})
    return YES
