"""Pass what nothing speaks against, many at once: all that was shown, or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from competition.models import Edition, Person
from competition.operations.events import Occurrence, record_events
from competition.queries.people import rights_of
from competition.queries.ties import tied_to
from competition.verdict import Refused, require
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Screening, ScreeningDraft, ScreeningLine
from submissions.models.screening import ScreeningResult
from submissions.operations.moves import move_all
from submissions.policy import may_pass_clean
from submissions.queries.clean import Looked, look_through
from submissions.queries.people import agencies_of
from submissions.states import ProposalState

# B-3 allows 500; each is somebody's decision, and nobody looks through more titles than this.
MOST = 100
NAMED = 5


class NoneChosen(Refused):
    """No proposal was named, or more than one act may take."""

    reason = gettext_lazy("Pilih 1 sampai 100 proposal")


class NotClean(Refused):
    """A proposal is no longer as the page showed it, or must be read by itself; each is named, and none was passed."""


@transaction.atomic
def pass_clean(*, edition: Edition, person: Person, shown: dict[str, str], at: datetime) -> int:
    """Decide of each of these proposals (code → number of the sending that was shown) that every line is met and it passes, and
    tell the agencies, with an audit entry for each. A number of queries that does not grow with them. Returns how many.

    :raises NotAllowed: not the secretariat, or screening is shut.
    :raises NoneChosen: none, or more than `MOST`.
    :raises NotClean: another sending is there now, or `Looked.obstacle` says why one must be read by itself.
    """
    require(may_pass_clean(person, edition, at))
    if not 1 <= len(shown) <= MOST:
        raise NoneChosen
    locked = Proposal.objects.select_for_update(of=("self",)).filter(edition=edition, code__in=list(shown))
    # What is of the person's own institution is named to them; what they are tied to otherwise is like none.
    rights = rights_of(person, at)
    locked = locked.exclude(institution__in=tied_to(person, edition, at) - rights.institution_ids)
    proposals = list(locked.select_related("institution", "unit", "group").order_by("pk"))
    looked = look_through(edition, proposals, person, rights)
    _require_clean(shown, looked)
    screenings = Screening.objects.bulk_create(
        Screening(
            proposal=one.proposal,
            submission=one.submission,
            result=ScreeningResult.ELIGIBLE,
            screened_by=person,
            screened_at=at,
        )
        for one in looked
    )
    met = {"machine_passed": True, "passed": True}
    ScreeningLine.objects.bulk_create(
        ScreeningLine(screening=one, check_code=code, **met) for one in screenings for code in CHECKS
    )
    ScreeningDraft.objects.filter(proposal__in=proposals, person=person).delete()
    move_all(proposals, ProposalState.ELIGIBLE, at)
    _tell(edition, screenings, person, at)
    return len(screenings)


def _require_clean(shown: dict[str, str], looked: list[Looked]) -> None:
    """Pass when each is there, as it was shown, and nothing speaks against it."""
    sent_again = _("dikirim ulang")
    changed = [
        f"{one.proposal.title} ({one.obstacle or sent_again})"
        for one in looked
        if one.obstacle or one.submission is None or one.submission.number != shown[one.proposal.code]
    ]
    missing = len(shown) - len(looked)
    changed += [ngettext("%(n)s proposal tidak ada lagi", "%(n)s proposal tidak ada lagi", missing) % {"n": missing}] * bool(
        missing
    )
    if changed:
        rest = len(changed) - NAMED
        more = [ngettext("dan %(n)s lagi", "dan %(n)s lagi", rest) % {"n": rest}] if rest > 0 else []
        text = _("Tidak ada yang diloloskan, karena ada yang berubah sejak halaman dibuka: %(names)s.")
        raise NotClean(text % {"names": "; ".join(changed[:NAMED] + more)})


def _tell(edition: Edition, screenings: list[Screening], person: Person, at: datetime) -> None:
    people = agencies_of([one.proposal for one in screenings], at)
    occurrences = [
        Occurrence(
            subject=one.proposal,
            subject_key=one.proposal.code,
            recipients=people[one.proposal_id],
            context={"proposal": one.proposal, "screening": one, "closes_at": None},
            data={"result": one.result, "together": len(screenings)},
            before={"state": ProposalState.SUBMITTED},
            after={"state": one.proposal.state},
        )
        for one in screenings
    ]
    record_events(event="proposal_screened", occurrences=occurrences, person=person, at=at, edition=edition)
