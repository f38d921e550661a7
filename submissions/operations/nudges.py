"""The secretariat asks those who have the ball to go on: all that was shown, or nothing."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Edition, Person
from competition.operations.events import Occurrence, record_events
from competition.queries.editions import stage_of
from competition.verdict import Refused, require
from submissions.models import Proposal
from submissions.policy import may_see_secretariat
from submissions.queries.extensions import own_close
from submissions.queries.reminders import Digest, holders_of
from submissions.queries.rescue import NUDGED, UNSENT, nudged_lately
from submissions.reminding import out_of_the_night

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
    proposal that a letter is about; return how many letters. Whoever got such a letter within a day gets none.

    :raises NotAllowed: no office in the edition.
    :raises NothingChosen: none, or more than `MOST`.
    :raises MovedMeanwhile: one of them moved on, or its registration is closed; it is named, and nothing is written.
    """
    # Two who press at once come one after the other, so that nobody is written to twice.
    Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    require(may_see_secretariat(person, edition, at))
    if not 1 <= len(shown) <= MOST:
        raise NothingChosen
    locked = Proposal.objects.select_for_update(of=("self",)).filter(edition=edition, code__in=list(shown))
    proposals = {one.code: one for one in locked.select_related("institution", "unit").order_by("pk")}
    _require_unmoved(edition, shown, proposals, at)
    digests = holders_of(edition.pk, [one.pk for one in proposals.values()], at)
    lately = nudged_lately([one.person.pk for one in digests], at)
    told = [one for one in digests if one.person.pk not in lately]
    known = {"person": person, "at": at, "edition": edition}
    record_events(event="proposal_nudged", occurrences=_acts(list(proposals.values()), told), **known)
    record_events(event=NUDGED, occurrences=[_letter(one, edition, at) for one in told], **known)
    return len(told)


def _acts(proposals: list[Proposal], told: list[Digest]) -> list[Occurrence]:
    """Return what the audit keeps of each proposal: who was written to about it."""
    people = defaultdict(list)
    for digest in told:
        for proposal, _holder in digest.lines:
            people[proposal.pk].append(digest.person.pk)
    return [Occurrence(one, one.code, data={"people": people[one.pk]}) for one in proposals if people[one.pk]]


def _require_unmoved(edition: Edition, shown: dict[str, str], proposals: dict[str, Proposal], at: datetime) -> None:
    """Pass when every proposal stands where it was shown, unsent and within its registration."""
    stage = stage_of(edition, "registration")
    if stage is None or set(shown) - set(proposals):
        raise MovedMeanwhile(_("Ada proposal yang tidak ada lagi. Tidak ada yang diingatkan; periksa daftarnya."))
    stage.edition = edition
    for code, state in shown.items():
        proposal = proposals[code]
        if proposal.state != state or state not in UNSENT or not stage.opens_at <= at < own_close(stage, proposal.institution):
            text = _("Proposal %(unit)s, %(institution)s sudah berubah sejak halaman dibuka. Tidak ada yang diingatkan.")
            raise MovedMeanwhile(text % {"unit": proposal.unit.name, "institution": proposal.institution.name})


def _letter(digest: Digest, edition: Edition, at: datetime) -> Occurrence:
    stage = stage_of(edition, "registration")
    stage.edition = edition
    closes_at = min(own_close(stage, one.institution) for one, _holder in digest.lines)
    lines = [
        {"proposal": one, "is_written": holder == "UNIT", "is_endorsed": holder == "ADMINISTRATOR"}
        for one, holder in digest.lines
    ]
    return Occurrence(
        subject=edition,
        subject_key=f"{edition.year}/nudge",
        recipients=[digest.person],
        context={"lines": lines, "closes_at": closes_at},
        data={"person": digest.person.pk, "proposals": [one.code for one, _holder in digest.lines]},
        not_before=out_of_the_night(at, digest.zone, closes_at),
    )
