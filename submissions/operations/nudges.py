"""The secretariat asks those who have the ball to go on: all that was shown, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Edition, Person
from competition.operations.events import Occurrence, record_events
from competition.queries.ties import tied_to
from competition.verdict import Refused, require
from submissions.models import Proposal
from submissions.policy import may_see_secretariat
from submissions.queries.reminders import Digest, holders_of
from submissions.queries.rescue import NUDGED, nudged_lately, windows_of
from submissions.reminding import out_of_the_night
from submissions.states import TO_SEND, window_of

Closes = Callable[[Proposal], datetime | None]

# B-3: so many proposals in one act.
MOST = 500


class NothingChosen(Refused):
    """No proposal was named, or more than one act may take."""

    reason = gettext_lazy("Pilih 1 sampai 500 proposal")


class MovedMeanwhile(Refused):
    """A proposal is no longer where the page showed it; nobody was written to."""


@transaction.atomic
def nudge_holders(*, edition: Edition, person: Person, shown: dict[str, str], at: datetime) -> int:
    """Write one letter to each who has the ball of these proposals (code → state as it was shown), and an audit entry for each
    proposal that a letter is about; return how many people. Whoever got such a letter within a day gets none. Who has both
    something to send and something to correct gets a letter about each.

    :raises NotAllowed: no office in the edition.
    :raises NothingChosen: none, or more than `MOST`.
    :raises MovedMeanwhile: one of them moved on, or can be sent no more; it is named, and nothing is written.
    """
    # Two who press at once come one after the other, so that nobody is written to twice.
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    require(may_see_secretariat(person, edition, at))
    if not 1 <= len(shown) <= MOST:
        raise NothingChosen
    locked = Proposal.objects.select_for_update(of=("self",)).filter(edition=edition, code__in=list(shown))
    locked = locked.exclude(institution__in=tied_to(person, edition, at))
    proposals = {one.code: one for one in locked.select_related("institution", "unit").order_by("pk")}
    closes_of = windows_of(edition, at)
    _require_unmoved(shown, proposals, closes_of)
    digests = [digest for held in _by_window(proposals.values()) for digest in holders_of(edition.pk, held, at)]
    lately = nudged_lately({one.person.pk for one in digests}, at)
    told = [one for one in digests if one.person.pk not in lately]
    known = {"person": person, "at": at, "edition": edition}
    record_events(event="proposal_nudged", occurrences=_acts(list(proposals.values()), told), **known)
    record_events(event=NUDGED, occurrences=[_letter(one, edition, closes_of, at) for one in told], **known)
    return len({one.person.pk for one in told})


def _by_window(proposals: Iterable[Proposal]) -> list[list[int]]:
    """Return the proposals by what they are to be sent within: letters name one close."""
    held = defaultdict(list)
    for one in proposals:
        held[window_of(one.state)].append(one.pk)
    return list(held.values())


def _acts(proposals: list[Proposal], told: list[Digest]) -> list[Occurrence]:
    """Return what the audit keeps of each proposal: who was written to about it."""
    people = defaultdict(list)
    for digest in told:
        for proposal, _holder in digest.lines:
            people[proposal.pk].append(digest.person.pk)
    return [Occurrence(one, one.code, data={"people": people[one.pk]}) for one in proposals if people[one.pk]]


def _require_unmoved(shown: dict[str, str], proposals: dict[str, Proposal], closes_of: Closes) -> None:
    """Pass when every proposal stands where it was shown, with somebody of its agency, and can be sent."""
    if set(shown) - set(proposals):
        raise MovedMeanwhile(_("Ada proposal yang tidak ada lagi. Tidak ada yang diingatkan; periksa daftarnya."))
    for code, state in shown.items():
        proposal = proposals[code]
        if proposal.state != state or state not in TO_SEND[window_of(state)] or closes_of(proposal) is None:
            text = _("Proposal %(unit)s, %(institution)s sudah berubah sejak halaman dibuka. Tidak ada yang diingatkan.")
            raise MovedMeanwhile(text % {"unit": proposal.unit.name, "institution": proposal.institution.name})


def _letter(digest: Digest, edition: Edition, closes_of: Closes, at: datetime) -> Occurrence:
    closes_at = min(closes_of(one) for one, _holder in digest.lines)
    is_correction = window_of(digest.lines[0][0].state) == "screening"
    lines = [
        {"proposal": one, "is_written": holder == "UNIT", "is_endorsed": holder == "ADMINISTRATOR"}
        for one, holder in digest.lines
    ]
    return Occurrence(
        subject=edition,
        subject_key=f"{edition.year}/nudge",
        recipients=[digest.person],
        context={"lines": lines, "closes_at": closes_at, "is_correction": is_correction},
        data={"person": digest.person.pk, "proposals": [one.code for one, _holder in digest.lines]},
        not_before=out_of_the_night(at, digest.zone, closes_at),
    )
