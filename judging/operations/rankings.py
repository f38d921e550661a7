"""Freeze a round's ranking, and recompute it from the locked sheets."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.canonical import canonical_json, sha256_of
from competition.models import Person, Round
from competition.models.people import AppointmentRole
from competition.operations.events import record_event
from competition.queries.people import appointees_of
from competition.verdict import Refused, require
from judging import scoring
from judging.models import Ranking, RankingEntry
from judging.operations.locks import hold_round
from judging.policy import may_rank_round
from judging.queries.disputes import unsettled_in
from judging.queries.rounds import await_screening, candidates_of, least_sheets_of, locked_sheets_of, rubric_of
from judging.seals import new_salt, ranking_seal


class SheetsMissing(Refused):
    """Proposals without all their required sheets; a missing sheet is never counted as zero."""

    def __init__(self, shortfalls: tuple[scoring.Shortfall, ...]) -> None:
        self.shortfalls = shortfalls
        super().__init__(
            _("%(count)s proposal belum memiliki semua lembar nilai yang diwajibkan.") % {"count": len(shortfalls)}
        )


class StillScreening(Refused):
    """Some proposals wait for the secretariat: who takes part is not settled yet."""

    reason = gettext_lazy("Masih ada proposal yang menunggu seleksi administrasi.")


class DisputesOpen(Refused):
    """The round's rule lets the ranking wait, and proposals in dispute are neither settled nor let stand."""

    def __init__(self, count: int) -> None:
        text = _(
            "%(count)s perbedaan pendapat belum selesai. Peringkat babak ini baru dapat dibekukan setelah semuanya selesai."
        )
        super().__init__(text % {"count": count})


class NothingToRank(Refused):
    """The round has no candidate."""

    reason = gettext_lazy("Belum ada proposal yang dinilai pada babak ini.")


def compute_ranking(round_: Round, at: datetime) -> scoring.Ranking:
    """Compute the ranking from the locked sheets as they stand; writes nothing. `at`: when it is or was frozen, as extra
    readings are waited for until the round closes.

    :raises NothingToRank: no candidate.
    :raises SheetsMissing: naming every proposal that lacks one.
    """
    sheets = locked_sheets_of(round_, at)
    if not sheets:
        raise NothingToRank
    try:
        return scoring.rank(rubric_of(round_), sheets, readers_required=least_sheets_of(round_))
    except scoring.MissingSheet as error:
        raise SheetsMissing(error.shortfalls) from error


@transaction.atomic
def rank_round(*, round_: Round, person: Person, at: datetime) -> Ranking:
    """Freeze the ranking with the fingerprints of its inputs and of itself; scoring of the round ends here.

    Where an earlier one was reopened, this is the next version.

    :raises NotAllowed: not the chair, not begun, ranked already.
    :raises StillScreening: a proposal waits for the secretariat.
    :raises DisputesOpen: the round's rule waits for what is in dispute.
    :raises NothingToRank, SheetsMissing: as `compute_ranking`.
    """
    hold_round(round_, alone=True)
    require(may_rank_round(person, Round.objects.select_related("stage", "ranking").get(pk=round_.pk), at))
    if await_screening(round_):
        raise StillScreening
    waiting = unsettled_in(round_) if round_.dispute_blocks else 0
    if waiting:
        raise DisputesOpen(waiting)
    result = compute_ranking(round_, at)
    ids = dict(candidates_of(round_).values_list("code", "pk"))
    ranking = Ranking.objects.create(
        round=round_,
        in_force=round_,
        version=round_.rankings.count() + 1,
        inputs_hash=result.inputs_hash,
        result_hash=sha256_of(scoring.ranking_record(result)),
        salt=new_salt(),
        rule_version=scoring.RULE,
        ranked_by=person,
        ranked_at=at,
    )
    _write_entries(ranking, result, ids)
    _record(ranking, round_, person, at)
    return ranking


def _record(ranking: Ranking, round_: Round, person: Person, at: datetime) -> None:
    """Write the entry with the seal, and to the organisers."""
    edition = round_.edition
    record_event(
        event="round_ranked",
        subject=round_,
        subject_key=f"{edition.year}/{round_.key}",
        person=person,
        at=at,
        edition=edition,
        data=_sealed(ranking),
        recipients=appointees_of(edition.pk, at, AppointmentRole.ORGANISER),
        context={"round": round_},
    )


def _sealed(ranking: Ranking) -> dict[str, object]:
    """Return what the audit keeps of the ranking: its seal, and its version where it is not the first."""
    seal = ranking_seal(inputs_hash=ranking.inputs_hash, result_hash=ranking.result_hash, salt=ranking.salt)
    return {"seal": seal} | ({"version": ranking.version} if ranking.version > 1 else {})


def _write_entries(ranking: Ranking, result: scoring.Ranking, proposal_ids: dict[str, int]) -> None:
    RankingEntry.objects.bulk_create(
        (
            RankingEntry(
                ranking=ranking,
                proposal_id=proposal_ids[entry.proposal],
                rank=entry.rank,
                order=order,
                score=entry.score,
                spread=entry.figures.spread,
                sheets=entry.figures.sheets,
                is_tied=entry.tied > 1,
                criterion_means={code: str(mean) for code, mean in entry.figures.criterion_means},
            )
            for order, entry in enumerate(result.entries, start=1)
        ),
        batch_size=1000,
    )


def differences(ranking: Ranking) -> list[str]:
    """Return what a recomputation from the sheets finds different from the frozen ranking; empty when it is the same."""
    try:
        result = compute_ranking(ranking.round, ranking.ranked_at)
    except Refused as error:
        return [error.reason]
    found = []
    if result.inputs_hash != ranking.inputs_hash:
        found.append(f"inputs {result.inputs_hash} instead of {ranking.inputs_hash}")
    if sha256_of(scoring.ranking_record(result)) != ranking.result_hash:
        found.append("the ranking's fingerprint differs")
    stored = {
        (entry.proposal.code, entry.rank, canonical_json(entry.score)) for entry in ranking.entries.select_related("proposal")
    }
    computed = {(entry.proposal, entry.rank, canonical_json(entry.score)) for entry in result.entries}
    found += [f"{code}: rank {rank}, score {score} only in the stored rows" for code, rank, score in sorted(stored - computed)]
    found += [f"{code}: rank {rank}, score {score} only when recomputed" for code, rank, score in sorted(computed - stored)]
    return found
