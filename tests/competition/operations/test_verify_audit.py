"""`verify_audit` finds what a superuser of the database did to the audit, and names the row."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.chain import genesis, link_hash
from competition.models import AuditEntry, AuditHead, AuditLink
from competition.operations.audit import tell_heads
from competition.queries import chains
from competition.queries.invariants import CHECKS
from tests import builders
from tests.auditing import as_superuser, link_now, record, sql

pytestmark = pytest.mark.django_db
ENTRY, LINK, HEAD = "competition_auditentry", "competition_auditlink", "competition_audithead"


@pytest.fixture
def written(cast) -> list[AuditEntry]:
    """Return twelve linked entries of the edition, among others of the general chain."""
    entries = record(6, edition=cast.edition, person=cast.writer, reason="Alasan.")
    record(3)
    entries += record(6, edition=cast.edition, person=cast.leader)
    link_now()
    return entries


@pytest.fixture
def export(written, tmp_path) -> Path:
    """Return yesterday's export."""
    path = tmp_path / "kemarin.jsonl"
    call_command("export_audit", str(path))
    link_now()
    return path


def verify(capsys, *arguments: str) -> tuple[int, str]:
    """Run the command; return its exit code and everything it said."""
    code = 0
    try:
        call_command("verify_audit", *arguments)
    except CommandError as error:
        code = error.returncode
    said = capsys.readouterr()
    return code, said.out + said.err


def test_an_untouched_audit_holds(written, export, capsys):
    code, said = verify(capsys)
    assert code == 0, said
    assert "the audit holds" in said
    assert chains.root() in said
    assert verify(capsys, "--against", str(export))[0] == 0


def test_entries_written_after_the_export_are_no_difference(written, export, cast, capsys):
    record(4, edition=cast.edition)
    link_now()
    assert verify(capsys, "--against", str(export))[0] == 0


def change(entries):
    sql(f"UPDATE {ENTRY} SET reason = 'Alasan lain.' WHERE id = %s", entries[4].pk)


def remove(entries):
    sql(f"DELETE FROM {LINK} WHERE entry_id = %s", entries[4].pk)
    sql(f"DELETE FROM {ENTRY} WHERE id = %s", entries[4].pk)


def swap(entries):
    first, second = (AuditLink.objects.get(entry=entry) for entry in entries[4:6])
    sql(f"DELETE FROM {LINK} WHERE entry_id IN (%s, %s)", first.pk, second.pk)
    for entry, place in ((second.pk, first), (first.pk, second)):
        insert_link(entry, place.chain, place.position, place.previous, place.hash)


def slip_in(entries):
    like = AuditLink.objects.get(entry=entries[4])
    sql(f"UPDATE {LINK} SET position = position + 1000 WHERE chain = %s AND position > %s", like.chain, like.position)
    sql(f"UPDATE {LINK} SET position = position - 999 WHERE chain = %s AND position > %s", like.chain, like.position + 1000)
    made_up = AuditEntry.objects.create(
        event="draft_started", edition_id=entries[4].edition_id, subject_type="x", subject_key="y", at=entries[4].at
    )
    text = link_hash(like.hash, made_up.content)
    insert_link(made_up.pk, like.chain, like.position + 1, like.hash, text)


def truncate(entries):
    sql(f"DELETE FROM {LINK} WHERE entry_id >= %s", entries[9].pk)
    sql(f"DELETE FROM {ENTRY} WHERE id >= %s", entries[9].pk)


def slip_past(entries):
    AuditEntry.objects.create(event="draft_started", subject_type="x", subject_key="y", at=entries[4].at)


def insert_link(entry: int, chain: str, position: int, previous: str, text: str) -> None:
    """Write a link as only a superuser can."""
    sql(
        f"INSERT INTO {LINK} (entry_id, chain, position, previous, hash) VALUES (%s, %s, %s, %s, %s)",
        entry,
        chain,
        position,
        previous,
        text,
    )


def rewrite(chain: str) -> None:
    """Compute every hash of a chain anew and set its head, as somebody with this source code would."""
    previous, position = genesis(chain), 0
    for entry in AuditEntry.objects.filter(link__chain=chain).select_related("link").order_by("link__position"):
        content, position = entry.content_now(), position + 1
        text = link_hash(previous, content)
        sql(f"UPDATE {ENTRY} SET content = %s WHERE id = %s", content, entry.pk)
        sql(
            f"UPDATE {LINK} SET position = %s, previous = %s, hash = %s WHERE entry_id = %s", position, previous, text, entry.pk
        )
        previous = text
    sql(f"UPDATE {HEAD} SET position = %s, hash = %s WHERE chain = %s", position, previous, chain)


@pytest.mark.parametrize(
    ("tamper", "named"), [(change, 4), (remove, 5), (swap, 4), (slip_in, 5), (truncate, None), (slip_past, None)]
)
def test_tampering_is_found_and_the_row_is_named(tamper, named, written, export, capsys):
    chain = written[0].link.chain
    with as_superuser():
        tamper(written)
    code, said = verify(capsys)
    assert code == 1
    if tamper is slip_past:
        assert "was written past the chain" in said
    elif tamper is truncate:
        assert f"{chain} #" in said
        assert "removed:" in said
    else:
        assert f"(entry {written[named].pk})" in said
    assert any(CHECKS["INV-09"]())


@pytest.mark.parametrize("tamper", [change, remove, truncate])
def test_a_rewritten_history_holds_in_itself_but_not_against_an_old_export(tamper, written, export, capsys):
    chain = written[0].link.chain
    place = AuditLink.objects.get(entry=written[9 if tamper is truncate else 4])
    with as_superuser():
        tamper(written)
        for one in AuditHead.objects.values_list("chain", flat=True):
            rewrite(one)
    assert verify(capsys)[0] == 0
    code, said = verify(capsys, "--against", str(export))
    assert code == 1
    assert f"{chain} #{place.position} (entry {place.pk})" in said


def test_a_chain_that_vanished_whole_is_missed_against_an_old_export(written, export, capsys):
    chain = written[0].link.chain
    with as_superuser():
        sql(f"DELETE FROM {ENTRY} WHERE edition_id IS NOT NULL")
        sql(f"DELETE FROM {LINK} WHERE chain = %s", chain)
        sql(f"DELETE FROM {HEAD} WHERE chain = %s", chain)
    assert verify(capsys)[0] == 0
    assert verify(capsys, "--against", str(export))[0] == 1


def test_a_rewritten_history_breaks_the_heads_that_were_told(cast, written, at, capsys):
    builders.make_auditor(cast.edition)
    assert tell_heads(at=at)
    link_now()
    told = AuditEntry.objects.get(event="audit_head")
    chain = written[0].link.chain
    with as_superuser():
        change(written)
        rewrite(chain)
    code, said = verify(capsys)
    assert code == 1
    assert f"entry {told.pk} told of another hash" in said


@pytest.mark.parametrize("damage", ["changed", "removed", "cut", "nothing", "garbage"])
def test_a_damaged_export_is_no_witness(damage, export, capsys):
    lines = export.read_text(encoding="utf-8").splitlines()
    if damage == "changed":
        row = json.loads(lines[2])
        row["content"]["reason"] = "Alasan lain."
        lines[2] = json.dumps(row)
    elif damage == "removed":
        del lines[2]
    elif damage == "cut":
        del lines[-2]
    elif damage == "nothing":
        lines = []
    else:
        lines[1] = "[1"
    export.write_text("\n".join(lines), encoding="utf-8")
    code, _said = verify(capsys, "--against", str(export))
    assert code == 2


def test_an_export_that_is_not_there_is_not_taken_for_a_sound_one(written, capsys):
    assert verify(capsys, "--against", "/tidak/ada")[0] == 2


def test_an_export_never_writes_over_another(export):
    with pytest.raises(CommandError):
        call_command("export_audit", str(export))


def test_an_export_is_itself_an_event(export):
    assert AuditEntry.objects.get(event="audit_exported").data == {"form": "jsonl", "filter": {}}


def test_checking_takes_as_many_queries_for_many_entries(cast, written):
    with CaptureQueriesContext(connection) as few:
        assert list(chains.faults()) == []
    record(400, edition=cast.edition)
    link_now()
    with CaptureQueriesContext(connection) as many:
        assert list(chains.faults()) == []
    assert len(few) == len(many)
