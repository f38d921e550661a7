"""The results bundle: everything a published list was made of, under pseudonyms, so that anybody can recompute it."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.chain import instant_text
from competition.freshness import renew_public_pages
from competition.models import Edition, Person, Round
from competition.operations.events import record_event
from competition.verdict import Refused, require
from judging import bundling, floors, scoring, selecting, verifying
from judging.models import BundleSalt, Ranking
from judging.operations.rankings import compute_ranking, differences
from judging.operations.selections import propose
from judging.policy import may_release_bundle
from judging.queries.bundles import announced_of, entries_of, events_of, marks_of, published_rounds, receipts_of, seeds_of
from judging.queries.rounds import least_sheets_of, traits_of
from submissions.models import ResultsBundle

RULE = ("least_sheets", "rounding", "passing_grade", "nominees")
COLUMNS = {
    "rounds": ("round", "name", "award", "rule", "decimals", "tie_break", "readers_required", "places", "seed", *RULE),
    "weights": ("round", "criterion", "name", "weight"),
    "sheets": ("round", "proposal", "judge", "criterion", "points", "agreed"),
    "ranking": ("round", "rank", "proposal", "score", "means", "spread", "sheets", "tied"),
    "traits": ("round", "proposal", "dimension", "value"),
    "quotas": ("round", "dimension", "value", "floor", "handicap"),
    "selection": ("round", "proposal", "computed", "selected", "reason", "quotas"),
    "outcome": ("round", "proposal", "title", "institution", "unit", "category"),
}


class NotPublished(Refused):
    """Nothing of the edition is public yet: there is nothing to recompute."""

    reason = gettext_lazy("Belum ada hasil yang diumumkan pada edisi ini, jadi belum ada paket hasil.")


class TooFewJudges(Refused):
    """So few people judged that a pseudonym would hide nobody."""

    def __init__(self, round_: Round, count: int) -> None:
        text = _(
            "Hanya %(count)s orang menilai pada %(round)s. Nama samaran baru melindungi penilai bila sedikitnya %(least)s orang"
            " menilai, jadi paket hasil tidak dapat dikeluarkan."
        )
        super().__init__(text % {"count": count, "round": round_, "least": bundling.LEAST_JUDGES})


class NotRecomputable(Refused):
    """The frozen ranking or the list is not what the sheets and the rules give now: that must be cleared up first."""

    def __init__(self, fault: str) -> None:
        super().__init__(_("Paket hasil tidak dapat dihitung ulang, jadi tidak dikeluarkan. Beda pertama: %s") % fault)


@dataclass(frozen=True)
class Names:
    """The pseudonyms of one edition. A judge has another one in each round; a proposal keeps its own."""

    salt: str

    def proposal(self, code: str) -> str:
        """Return a proposal's pseudonym."""
        return bundling.pseudonym(self.salt, "P", code)

    def judge(self, round_: Round, judge_id: int) -> str:
        """Return a judge's pseudonym in a round."""
        return bundling.pseudonym(self.salt, "J", f"{round_.key} {judge_id}")


def compose_bundle(edition: Edition) -> dict[str, bytes]:
    """Return the files of the bundle of everything the edition has published, checked by the script that is in it.

    The same results give the same bytes. Writes the edition's secret, the first time, and nothing else.

    :raises NotPublished: nothing is public.
    :raises TooFewJudges: pseudonyms would hide nobody.
    :raises NotRecomputable: a sheet, a rule or a list was changed since, past the guards.
    """
    rounds = list(published_rounds(edition))
    if not rounds:
        raise NotPublished
    # A secret is kept only with a bundle that was made with it.
    with transaction.atomic():
        files = _files(edition, rounds, Names(BundleSalt.objects.get_or_create(edition=edition)[0].salt))
        _check(files)
    return files


def write_bundle(edition: Edition, folder: Path) -> str:
    """Write the bundle's files into a new folder and return its fingerprint.

    :raises NotPublished, TooFewJudges, NotRecomputable: as `compose_bundle`.
    :raises OSError: the folder is there already, or cannot be written.
    """
    files = compose_bundle(edition)
    folder.mkdir(parents=True)
    _write(files, folder)
    return bundling.fingerprint_of(files)


@transaction.atomic
def release_bundle(*, round_: Round, person: Person, at: datetime) -> ResultsBundle:
    """Make the bundle of everything the round's edition has published public for good.

    The same bundle is released once; a second press finds it.

    :raises NotAllowed: not an organiser, or the round is not published.
    :raises TooFewJudges, NotRecomputable: as `compose_bundle`.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(pk=round_.edition_id)
    require(may_release_bundle(person, round_, at))
    files = compose_bundle(edition)
    packed = bundling.archive(files, f"hasil-{edition.year}")
    fingerprint = bundling.fingerprint_of(files)
    tables = {"merkle_root": _root(files), "archive": packed, "size": len(packed), "released_at": at}
    bundle, is_new = ResultsBundle.objects.get_or_create(edition=edition, fingerprint=fingerprint, defaults=tables)
    if is_new:
        record_event(
            event="results_bundle_released",
            subject=bundle,
            subject_key=f"{edition.year}",
            person=person,
            at=at,
            edition=edition,
            data={"fingerprint": fingerprint, "merkle_root": bundle.merkle_root},
        )
        transaction.on_commit(renew_public_pages)
    return bundle


def _files(edition: Edition, rounds: list[Round], names: Names) -> dict[str, bytes]:
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in COLUMNS}
    for round_ in rounds:
        for name, more in _rows(round_, names).items():
            rows[name] += [(round_.key, *row) for row in more]
    tables = {name: bundling.Table(columns, rows[name]) for name, columns in COLUMNS.items()}
    leaves = {bundling.receipt_leaf(number, print_) for number, print_ in receipts_of(edition)}
    leaves |= {bundling.event_leaf(names.salt, _event(*one)) for one in events_of(edition)}
    return bundling.files_of(tables, {"year": edition.year, "name": edition.name}, leaves)


def _rows(round_: Round, names: Names) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of one round, without its key."""
    ranking: Ranking = round_.ranking
    for fault in differences(ranking):
        raise NotRecomputable(fault)
    marks, codes = list(marks_of(round_)), [one.code for one in round_.criteria.all() if one.weight]
    judges = {one.judge for one in marks}
    if len(judges) < bundling.LEAST_JUDGES:
        raise TooFewJudges(round_, len(judges))
    places = {code: place for place, code in enumerate(codes)}
    sheets = (
        (
            names.proposal(one.proposal),
            names.judge(round_, one.judge),
            one.criterion,
            _plain(one.points),
            str(int(one.is_agreed)),
        )
        for one in marks
        if one.criterion in places
    )
    decided = list(entries_of(round_.ranking.selection))
    return {
        "rounds": [_about(round_)],
        "weights": [(one.code, one.name, _plain(one.weight)) for one in round_.criteria.all()],
        "sheets": sorted(sheets, key=lambda row: (row[0], row[1], places[row[2]])),
        "ranking": _ranked(round_, names),
        **_selected(round_, decided, names),
        "outcome": sorted((names.proposal(code), *told) for code, *told in announced_of(round_)),
    }


def _about(round_: Round) -> tuple[str, ...]:
    order = " ".join(round_.tie_break)
    figures = (str(round_.decimals), order, str(round_.readers_per_proposal), str(round_.places))
    grade = "" if round_.passing_grade is None else _plain(round_.passing_grade)
    rule = (str(least_sheets_of(round_)), round_.rounding, grade, str(round_.nominees or ""))
    return (round_.name, round_.award, scoring.RULE, *figures, " ".join(str(seed) for seed in seeds_of(round_)), *rule)


def _ranked(round_: Round, names: Names) -> list[tuple[str, ...]]:
    """Return the ranking in its order. It was just seen to be the frozen one."""
    return [
        (
            str(entry.rank),
            names.proposal(entry.proposal),
            str(entry.score),
            " ".join(f"{code}={mean}" for code, mean in entry.figures.criterion_means),
            str(entry.figures.spread),
            str(entry.figures.sheets),
            str(entry.tied),
        )
        for entry in compute_ranking(round_, round_.ranking.ranked_at).entries
    ]


def _selected(round_: Round, decided: list, names: Names) -> dict[str, list[tuple[str, ...]]]:
    """Return the floors with their proof, what they count, and the decision on each entry.

    Of a proposal nothing is said but what a floor of this round looks at.
    """
    entries = [one.entry for one in decided]
    computed = propose(round_, entries=entries)
    inside = set(computed.chosen)
    looked_at = {one.quota.dimension for one in computed.quotas}
    traits = (
        (names.proposal(entry.proposal.code), dimension, value)
        for entry in entries
        for dimension, value in sorted(traits_of(entry.proposal).items())
        if dimension in looked_at
    )
    worth = _handicaps(computed)
    return {
        "traits": sorted(traits),
        "quotas": [
            (one.quota.dimension, one.quota.value, str(one.quota.floor), handicap)
            for one, handicap in sorted(zip(computed.quotas, worth, strict=True), key=lambda pair: pair[0].quota.trait)
        ],
        "selection": [
            (
                names.proposal(one.entry.proposal.code),
                str(int(one.entry.proposal.code in inside)),
                str(int(one.is_in)),
                one.reason_code,
                one.quota.replace(", ", " "),
            )
            for one in decided
        ],
    }


def _handicaps(computed: selecting.Selection) -> list[str]:
    """Return what proves the list where floors of several dimensions meet; with one nothing need be proven. Who is not up for
    a place is no part of the proof, as the script sees it."""
    quotas = [one.quota for one in computed.quotas]
    if len({quota.dimension for quota in quotas}) <= 1:
        return [""] * len(quotas)
    able = [entry for entry in computed.entries if entry.reason not in selecting.NOT_UP]
    members = [
        (min(quota.floor, one.selected), [place for place, entry in enumerate(able) if quota.counts(entry.traits)])
        for quota, one in zip(quotas, computed.quotas, strict=True)
    ]
    return floors.handicaps([entry.rank for entry in able], computed.places, members)


def _event(assignment: str, version: int, kind: str, marks: object, at: datetime) -> dict[str, object]:
    return {"assignment": assignment, "version": version, "kind": kind, "marks": marks, "at": instant_text(at)}


def _plain(number: object) -> str:
    """Return a decimal without its trailing zeros: the scale of a column says nothing."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _check(files: dict[str, bytes]) -> None:
    """Let the script look at the bundle before anybody else does. :raises NotRecomputable: it finds a difference."""
    with tempfile.TemporaryDirectory(prefix="kipp-bundle-") as folder:
        _write(files, Path(folder))
        try:
            verifying.verify(Path(folder))
        except verifying.Difference as difference:
            raise NotRecomputable(str(difference)) from difference


def _root(files: dict[str, bytes]) -> str:
    leaves: Iterable[str] = files["leaves.csv"].decode().split()[1:]
    return verifying.root_of(list(leaves))


def _write(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)
