"""The results bundle: after publication only, the same bytes each time, and one changed digit is found and named."""

import json
import subprocess
import sys
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from competition.clock import read_clock
from competition.models import Person, Quota
from judging import bundling, selecting, verifying
from judging.models import BundleSalt, Mark
from judging.operations import bundles
from judging.operations.bundles import NotPublished, NotRecomputable, TooFewJudges, compose_bundle, release_bundle
from submissions.models import Outcome, Proposal, ResultsBundle, Submission
from tests import builders
from tests.evidence import refused


@pytest.fixture
def panel(db: None) -> builders.Cast:
    """A cast with so many judges that pseudonyms hide them."""
    return builders.make_cast(builders.make_edition(), judges=6)


@pytest.fixture
def folder(panel, tmp_path) -> Path:
    """The bundle of a published edition, as the command writes it."""
    Quota.objects.create(round=builders.the_round(panel), dimension="KIND", value="REGENCY", floor=1)
    builders.published(panel, 4)
    call_command("export_results", "2017", tmp_path / "paket")
    return tmp_path / "paket"


@pytest.fixture
def strict(panel, tmp_path) -> Path:
    """The bundle of a round that rounds half up, is content with one sheet, and has a grade that one of four does not reach."""
    builders.Round.objects.update(rounding="HALF_UP", least_sheets=1, passing_grade=Decimal(60), decimals=0, places=4)
    builders.published(panel, 4)
    call_command("export_results", "2017", tmp_path / "paket")
    return tmp_path / "paket"


def run(folder: Path, *more: str) -> subprocess.CompletedProcess:
    """Run the script that is in the bundle, as somebody does who has Python and nothing else."""
    command = [sys.executable, "-I", folder / "verify_results.py", folder, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def change(folder: Path, table: str, row: int, column: str, to: str, *, in_json: bool = True, in_manifest: bool = True) -> None:
    """Change one value of a table in the CSV, and in as much of the rest as a careful forger would."""
    whole = json.loads((folder / "results.json").read_text())
    one = whole["tables"][table]
    one["rows"][row][one["columns"].index(column)] = to
    rows = bundling.Table(one["columns"], one["rows"])
    (folder / f"{table}.csv").write_bytes(bundling._csv(rows))
    if in_json:
        (folder / "results.json").write_bytes(bundling._json(whole))
    if in_manifest:
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["files"] = {name: verifying.sha256((folder / name).read_bytes()) for name in manifest["files"]}
        (folder / "manifest.json").write_bytes(bundling._json(manifest))


def test_the_script_is_short_and_knows_nothing_of_this_software():
    text = Path(verifying.__file__).read_text()
    assert len(text.splitlines()) <= 200
    assert not [line for line in text.splitlines() if line.startswith(("import", "from")) and "judging" in line]


def test_what_is_exported_recomputes(folder, capsys):
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "32 marks recomputed into 4 scores" in done.stdout
    call_command("verify_results", folder)
    assert "Everything holds." in capsys.readouterr().out


def test_the_same_results_give_the_same_bytes(panel, folder):
    again = compose_bundle(panel.edition)
    assert again == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert bundling.archive(again, "x") == bundling.archive(compose_bundle(panel.edition), "x")
    with pytest.raises(CommandError):
        call_command("export_results", "2017", folder)


@pytest.mark.parametrize(
    ("table", "column", "to", "named"),
    [
        ("sheets", "points", "99", "ranking.csv"),
        ("weights", "weight", "26", "weights.csv"),
        ("ranking", "score", "99.99", "ranking.csv"),
        ("ranking", "rank", "2", "ranking.csv"),
        ("rounds", "places", "1", "selection.csv"),
        ("quotas", "floor", "9", "selection.csv"),
        ("selection", "selected", "0", "selection.csv"),
        ("selection", "reason", "QUOTA", "selection.csv"),
        ("outcome", "proposal", "P-lain", "outcome.csv"),
        ("leaves", "leaf", "0" * 64, "leaves.csv"),
        ("outcome", "title", "Judul lain", "manifest.json"),
    ],
)
def test_one_changed_value_is_named_even_when_everything_else_was_made_to_fit(folder, table, column, to, named):
    fingerprint = verifying.sha256((folder / "manifest.json").read_bytes())
    change(folder, table, 0, column, to)
    done = run(folder, "--fingerprint", fingerprint)
    assert done.returncode == 1
    assert done.stdout.startswith(f"DIFFERENCE: {named}"), done.stdout


def test_the_script_follows_the_round_s_own_rule_and_names_what_breaks_it(strict):
    done = run(strict)
    assert done.returncode == 0, done.stdout + done.stderr
    tables = json.loads((strict / "results.json").read_text())["tables"]
    about = dict(zip(tables["rounds"]["columns"], tables["rounds"]["rows"][0], strict=True))
    assert (about["least_sheets"], about["rounding"], about["passing_grade"]) == ("1", "HALF_UP", "60")
    column = tables["selection"]["columns"].index("reason")
    assert [row[column] for row in tables["selection"]["rows"]] == ["MERIT", "MERIT", "MERIT", "BELOW_GRADE"]
    for name, to, named in (("passing_grade", "90", "selection.csv"), ("least_sheets", "3", "sheets.csv")):
        change(strict, "rounds", 0, name, to)
        assert run(strict).stdout.startswith(f"DIFFERENCE: {named}")
        change(strict, "rounds", 0, name, about[name])
    change(strict, "selection", 3, "selected", "1")
    change(strict, "selection", 3, "reason", "MANUAL_IN")
    assert run(strict).stdout.startswith("DIFFERENCE: selection.csv")


def test_the_script_knows_who_was_no_nominee(panel, tmp_path):
    builders.Round.objects.update(nominees=2)
    builders.published(panel, 4)
    call_command("export_results", "2017", tmp_path / "paket")
    assert run(tmp_path / "paket").returncode == 0
    change(tmp_path / "paket", "selection", 3, "reason", "OUT")
    assert "not NOT_NOMINATED" in run(tmp_path / "paket").stdout


def forget():
    """Run the migration that forgets the nominees of lists of before they counted."""
    with connection.cursor() as cursor:
        cursor.execute(import_module("judging.migrations.0014_nominees_of_old_lists").FORGET)


def test_a_list_of_before_nominees_counted_is_one_of_everybody(panel):
    Quota.objects.create(round=builders.the_round(panel), dimension="KIND", value="REGENCY", floor=1)
    builders.published(panel, 4)
    builders.Round.objects.update(nominees=2)
    with refused(NotRecomputable):
        compose_bundle(panel.edition)
    forget()
    assert builders.the_round(panel).nominees is None
    compose_bundle(panel.edition)


def test_a_list_of_nominees_keeps_their_number_and_so_does_a_round_without_a_list(panel):
    builders.Round.objects.update(nominees=2)
    forget()
    builders.published(panel, 4)
    forget()
    assert builders.the_round(panel).nominees == 2
    compose_bundle(panel.edition)


def test_a_list_is_proven_by_those_who_are_up_alone():
    late = selecting.Reason.NOT_NOMINATED
    traits = {
        rank: {"KIND": "P" if rank in (9, 11, 12) else "K", "CATEGORY": "A" if rank >= 10 else "B"} for rank in range(1, 13)
    }
    listed = [selecting.Candidate(f"{rank:02}", rank, has, late if rank > 10 else None) for rank, has in traits.items()]
    quotas = [selecting.Quota("KIND", "P", 1), selecting.Quota("CATEGORY", "A", 1)]
    computed = selecting.select(listed, 5, quotas)
    assert computed.chosen == ("01", "02", "03", "09", "10")
    worth = bundles._handicaps(computed)
    rows = {":".join(one.trait): {"floor": "1", "dimension": one.dimension} for one in quotas}
    for row, handicap in zip(rows.values(), worth, strict=True):
        row["handicap"] = handicap
    ranks = {one.proposal: one.rank for one in listed if not one.barred}
    held = {f"{rank:02}": {f"{name}:{value}" for name, value in has.items()} for rank, has in traits.items()}
    verifying.check_list(ranks, set(computed.chosen), {code: held[code] for code in ranks}, rows)


def test_one_digit_in_one_file_is_named_with_its_line(folder):
    change(folder, "sheets", 4, "points", "61", in_json=False, in_manifest=False)
    done = run(folder)
    assert done.returncode == 1
    assert done.stdout.startswith("DIFFERENCE: sheets.csv line 6:")
    with pytest.raises(CommandError, match=r"sheets\.csv line 6"):
        call_command("verify_results", folder)


def test_a_receipt_is_found_under_the_root_and_a_made_up_one_is_not(folder):
    receipt = Submission.objects.order_by("pk")[0]
    assert run(folder, "--receipt", receipt.number, receipt.sha256).returncode == 0
    done = run(folder, "--receipt", receipt.number, "0" * 64)
    assert done.returncode == 1
    assert f"no receipt {receipt.number}" in done.stdout


def test_nobody_is_named_but_the_announced(folder):
    said = "\n".join(path.read_text() for path in folder.iterdir() if path.suffix in (".csv", ".json"))
    announced = set(Outcome.objects.values_list("title", flat=True))
    for proposal in Proposal.objects.all():
        assert proposal.code not in said
        assert (proposal.title in said) == (proposal.title in announced)
    for person in Person.objects.all():
        assert person.name not in said
        assert person.email not in said
    assert BundleSalt.objects.get().salt not in said


def test_nothing_is_exported_before_the_publication(panel, tmp_path):
    builders.ratified(panel, 3)
    with refused(NotPublished):
        compose_bundle(panel.edition)
    with pytest.raises(CommandError, match="Belum ada hasil"):
        call_command("export_results", "2017", tmp_path / "paket")
    assert not (tmp_path / "paket").exists()


def test_too_few_judges_to_hide_are_refused_with_their_number(cast):
    builders.published(cast, 3)
    with refused(TooFewJudges) as caught:
        compose_bundle(cast.edition)
    assert "Hanya 3 orang menilai pada Penilaian proposal." in caught.value.reason


def test_a_score_that_was_changed_past_the_guards_is_not_exported(panel):
    selection = builders.published(panel, 3)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Mark.objects.filter(pk=Mark.objects.earliest("pk").pk).update(points=Decimal(1))
        cursor.execute("SET session_replication_role = origin")
    with refused(NotRecomputable) as caught:
        release_bundle(round_=selection.ranking.round, person=panel.secretariat, at=read_clock())
    assert "Beda pertama" in caught.value.reason
    assert not ResultsBundle.objects.exists()
