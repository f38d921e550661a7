"""The doors of ranking, selection, publication and bundle."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from competition.models import Person, Round
from judging import policy
from judging.access.doors import allow
from judging.access.rounds import round_to_see
from judging.models import Announcement, Reopening, Selection
from judging.queries.announcements import standing_announcement
from judging.queries.errata import entry_by_code, publication_of
from judging.queries.reopenings import standing_reopening
from judging.queries.rounds import round_by_key, selection_of
from submissions.models import Erratum, Outcome, Publication
from submissions.queries.errata import waiting_erratum


def round_to_rank(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair: to rank it, or to see the ranking; an organiser is told why not.

    :raises PermissionDenied: not the chair, not begun.
    """
    round_ = round_to_see(year, key, person, at)
    if not hasattr(round_, "ranking") or not policy.may_chair(person, round_, at):
        allow(policy.may_rank_round(person, round_, at))
    return round_


def round_to_reopen(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to whoever may see whether its ranking is reopened, and by whom; an insider is told why not.

    :raises PermissionDenied: tied to an institution, or never ranked.
    """
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_see_reopening(person, round_, at))
    if not round_.was_ranked:
        raise PermissionDenied(_("Peringkat belum dibekukan."))
    return round_


def reopening_to_decide(year: int, key: str, person: Person, at: datetime) -> Reopening:
    """Return the reopening that waits; raises as `round_to_reopen`, and PermissionDenied where none waits."""
    round_ = round_to_reopen(year, key, person, at)
    reopening = standing_reopening(round_.ranking) if hasattr(round_, "ranking") else None
    if reopening is None:
        raise PermissionDenied(_("Tidak ada permintaan membuka kembali peringkat yang menunggu."))
    return reopening


def round_to_read_more(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round if the person may have proposals near its line read once more; an insider is told why not."""
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_add_readings(person, round_, at))
    return round_


def round_to_weigh(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the ranked round to its chair; an organiser is told why not.

    :raises PermissionDenied: not the chair, not ranked.
    """
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_chair(person, round_, at))
    if not hasattr(round_, "ranking"):
        raise PermissionDenied(_("Peringkat belum dibekukan."))
    return round_


def round_to_select(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round to its chair: to propose its list, or to see the proposed one; an organiser is told why not.

    :raises PermissionDenied: not the chair, not ranked.
    """
    round_ = round_to_see(year, key, person, at)
    is_proposed = hasattr(round_, "ranking") and hasattr(round_.ranking, "selection")
    if not is_proposed or not policy.may_chair(person, round_, at):
        allow(policy.may_select_finalists(person, round_, at))
    return round_


def selection_to_ratify(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the round's selection if the person may ratify it now; an insider is told why not."""
    selection = _selection(year, key, person, at)
    allow(policy.may_ratify_selection(person, selection, at))
    return selection


def selection_to_publish(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the round's selection if the person may publish it; an insider is told why not."""
    selection = _selection(year, key, person, at)
    allow(policy.may_publish_results(person, selection, at))
    return selection


def list_to_announce(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the round's list to an organiser who may see when it opens; another insider is told why not."""
    selection = _selection(year, key, person, at)
    allow(policy.may_see_announcement(person, selection, at))
    return selection


def list_to_preview(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the round's list to whoever may see how the public will read it; an insider is told why not."""
    selection = _selection(year, key, person, at)
    allow(policy.may_preview_list(person, selection, at))
    return selection


def announcement_to_approve(year: int, key: str, person: Person, at: datetime) -> Announcement:
    """Return the list's prepared announcement to whoever may agree to it; an insider is told why not, or that there is none."""
    announcement = _announcement(year, key, person, at)
    allow(policy.may_approve_announcement(person, announcement, at))
    return announcement


def announcement_to_postpone(year: int, key: str, person: Person, at: datetime) -> Announcement:
    """Return the list's announcement to whoever may put it off; an insider is told why not, or that there is none."""
    announcement = _announcement(year, key, person, at)
    allow(policy.may_postpone_announcement(person, announcement, at))
    return announcement


def list_to_correct(year: int, key: str, person: Person, at: datetime) -> Publication:
    """Return the round's list to whoever corrects it; another insider is told why not.

    :raises Http404: as `round_to_see`, or the list is not out.
    """
    publication = publication_of(round_to_see(year, key, person, at))
    if publication is None:
        raise Http404
    allow(policy.may_correct_list(person, publication, at))
    return publication


def entry_to_correct(year: int, key: str, code: str, person: Person, at: datetime) -> Outcome:
    """Return a proposal's entry as it is in force; raises as `list_to_correct`, and Http404 where it is not on the list."""
    publication = list_to_correct(year, key, person, at)
    outcome = entry_by_code(publication, code)
    if outcome is None:
        raise Http404
    outcome.publication = publication
    return outcome


def erratum_to_decide(year: int, key: str, person: Person, at: datetime) -> Erratum:
    """Return the correction that waits to be confirmed; raises as `list_to_correct`, and Http404 where none waits."""
    erratum = waiting_erratum(list_to_correct(year, key, person, at))
    if erratum is None:
        raise Http404
    return erratum


def selection_to_minute(year: int, key: str, person: Person, at: datetime) -> Selection:
    """Return the proposed list whose minutes the person may read; an insider is told why not.

    :raises Http404: no such round, or neither of the committee nor an auditor.
    :raises PermissionDenied: tied to an institution, or no list was proposed yet.
    """
    round_ = round_by_key(year, key)
    if round_ is None or not policy.may_ask_for_minutes(person, round_, at):
        raise Http404
    allow(policy.has_no_ties(person, round_, at))
    selection = selection_of(round_)
    if selection is None:
        raise PermissionDenied(_("Daftar belum diusulkan."))
    return selection


def round_to_release(year: int, key: str, person: Person, at: datetime) -> Round:
    """Return the round if the person may release its results bundle; an insider is told why not."""
    round_ = round_to_see(year, key, person, at)
    allow(policy.may_release_bundle(person, round_, at))
    return round_


def _selection(year: int, key: str, person: Person, at: datetime) -> Selection:
    selection = selection_of(round_to_see(year, key, person, at))
    if selection is None:
        raise Http404
    return selection


def _announcement(year: int, key: str, person: Person, at: datetime) -> Announcement:
    announcement = standing_announcement(list_to_announce(year, key, person, at))
    if announcement is None:
        raise PermissionDenied(_("Tidak ada pengumuman yang disiapkan."))
    return announcement
