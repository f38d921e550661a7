"""The audit's chains read as a whole: whether they hold, whether they still say what an export says, and the export's lines.

Everything is read in one snapshot and row by row, so a check of a million entries takes no more memory than of ten, and
entries written meanwhile do not disturb it.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from competition.canonical import canonical_json
from competition.chain import Fault, Head, Link, chain_of, follow, genesis, root_of
from competition.models import AuditEntry, AuditHead, AuditLink

CHUNK = 1000
HEAD_EVENT = "audit_head"
Place = tuple[str, int]


class BrokenExport(ValueError):
    """The file is no export, or was changed since it was written; it can witness nothing."""


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read everything as of one instant. Within a transaction that is under way, that transaction's view is used."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def heads() -> list[Head]:
    """Return how far each chain has come, by name."""
    return [Head(*row) for row in AuditHead.objects.order_by("chain").values_list("chain", "position", "hash")]


def root() -> str:
    """Return the one hash over all chains."""
    return root_of(heads())


def faults() -> Iterator[Fault]:
    """Yield every row of the audit that is not as it was written; none means that the chains hold.

    Finds entries that were changed, removed, swapped, slipped in, or cut off the end while the head stayed, and heads told
    earlier that are not in the chain any more. Who rewrites everything, heads included, is found by `differences`.
    """
    known, told = {head.chain: head for head in heads()}, _told_heads()
    for chain, entries in groupby(_linked_entries(), key=lambda entry: entry.link.chain):
        yield from _faults_of(chain, entries, known.pop(chain, None), told)
    for head in known.values():
        yield Fault(head.chain, head.position, "", "the head is there, its entries are not")
    for (chain, position), (_hash, entry) in sorted(told.items()):
        yield Fault(chain, position, "", f"entry {entry} told of it as a head; it is not there any more")
    yield from _unlinked()


def _linked_entries() -> Iterator[AuditEntry]:
    found = AuditEntry.objects.filter(link__isnull=False).select_related("link").order_by("link__chain", "link__position")
    return found.iterator(chunk_size=CHUNK)


def _faults_of(chain: str, entries: Iterable[AuditEntry], head: Head | None, told: dict[Place, tuple[str, int]]):
    """Walk one chain; take the told heads that are met out of `told`."""
    besides: list[Fault] = []
    last = Head(chain, 0, genesis(chain))

    def links() -> Iterator[Link]:
        nonlocal last
        for entry in entries:
            link = link_of(entry, entry.content_now())
            besides.extend(Fault(chain, link.position, link.entry, words) for words in _besides(entry, told))
            last = Head(chain, link.position, link.hash)
            yield link

    yield from follow(chain, links())
    yield from besides
    if head is None:
        yield Fault(chain, last.position, "", "the chain has no head")
    elif head != last:
        removed = f"; removed: {last.position + 1} to {head.position}" if head.position > last.position else ""
        yield Fault(chain, last.position, "", f"the head says position {head.position}, {head.hash[:12]}…{removed}")


def _besides(entry: AuditEntry, told: dict[Place, tuple[str, int]]) -> Iterator[str]:
    """Yield what is wrong with an entry apart from its place."""
    if entry.content != entry.content_now():
        yield f"changed since it was written: {', '.join(_changed_columns(entry))}"
    if entry.link.chain != chain_of(entry.edition_id):
        yield "stands in the chain of another edition"
    wanted = told.pop((entry.link.chain, entry.link.position), None)
    if wanted and wanted[0] != entry.link.hash:
        yield f"entry {wanted[1]} told of another hash at this position"


def _changed_columns(entry: AuditEntry) -> list[str]:
    now = json.loads(entry.content_now())
    try:
        then = json.loads(entry.content)
    except ValueError:
        return ["content"]
    return [key for key in now if now[key] != then.get(key)] or ["content"]


def _told_heads() -> dict[Place, tuple[str, int]]:
    """Return the heads that were told to the auditors: place -> hash and the entry that says so."""
    told = AuditEntry.objects.filter(event=HEAD_EVENT).order_by("pk").values_list("pk", "data")
    return {(chain, position): (text, pk) for pk, data in told for chain, position, text in data.get("heads", ()) if position}


def _unlinked() -> Iterator[Fault]:
    for entry in AuditEntry.objects.filter(link=None).order_by("pk"):
        yield Fault(chain_of(entry.edition_id), 0, str(entry.pk), "was written past the chain: it has no link")
    lost = AuditLink.objects.filter(~Exists(AuditEntry.objects.filter(pk=OuterRef("pk")))).order_by("chain", "position")
    for link in lost:
        yield Fault(link.chain, link.position, str(link.pk), "the entry was removed, its link is there")


def link_of(entry: AuditEntry, content: str) -> Link:
    """Return an entry that was read with its link as a link of the chain."""
    link = entry.link
    return Link(link.chain, link.position, link.previous, link.hash, content, str(entry.pk))


def export_line(entry: AuditEntry) -> str:
    """Return an entry as a line of the export. What is exported is what was hashed, not what the columns say now."""
    link = entry.link
    place = {"chain": link.chain, "position": link.position, "previous": link.previous, "hash": link.hash}
    return canonical_json({**place, "entry": entry.pk, "content": json.loads(entry.content)})


def export_lines() -> Iterator[str]:
    """Yield the whole audit chain by chain, and a last line with the heads and the root."""
    for entry in _linked_entries():
        yield export_line(entry)
    known = heads()
    yield canonical_json({"heads": [[head.chain, head.position, head.hash] for head in known], "root": root_of(known)})


def differences(lines: Iterable[str]) -> Iterator[Fault]:
    """Yield every entry of an old export that is not in the audit any more as it was then.

    :raises BrokenExport: the export does not hold in itself.
    """
    links = _sound_links(lines)
    while batch := list(islice(links, CHUNK)):
        for chain, part in groupby(batch, key=lambda link: link.chain):
            then = {link.position: link for link in part}
            now = AuditLink.objects.filter(chain=chain, position__range=(min(then), max(then)))
            found = dict(now.values_list("position", "hash"))
            for position, link in then.items():
                if position not in found:
                    yield Fault(chain, position, link.entry, "was there when the export was written; removed since")
                elif found[position] != link.hash:
                    yield Fault(chain, position, link.entry, "is not the entry that the export has; rewritten since")


def _sound_links(lines: Iterable[str]) -> Iterator[Link]:
    """Yield the export's links.

    :raises BrokenExport: at the first that does not hold, or when it ends before the heads it names.
    """
    last: dict[str, Head] = {}
    told: list | None = None
    for number, line in enumerate(lines, start=1):
        if told is not None:
            raise BrokenExport(f"line {number}: something follows the last line")
        row = _parsed(number, line)
        if "root" in row:
            told = row["heads"]
            continue
        link = _link_in(number, row)
        before = last.get(link.chain)
        whole = before is not None or link.position == 1
        if fault := next(follow(link.chain, [link], whole=False), None):
            raise BrokenExport(f"line {number}: {fault}")
        if whole and (before or Head(link.chain, 0, genesis(link.chain))) != Head(link.chain, link.position - 1, link.previous):
            raise BrokenExport(f"line {number}: {link.chain} #{link.position} does not follow from the line before")
        last[link.chain] = Head(link.chain, link.position, link.hash)
        yield link
    if told is not None and told != [[head.chain, head.position, head.hash] for _chain, head in sorted(last.items())]:
        raise BrokenExport("the export does not end where its last line says")
    if not last:
        raise BrokenExport("there is no entry in it")


def _parsed(number: int, line: str) -> dict:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BrokenExport(f"line {number}: {error}") from error
    if not isinstance(row, dict):
        raise BrokenExport(f"line {number}: not an entry")
    return row


def _link_in(number: int, row: dict) -> Link:
    try:
        content = canonical_json(row["content"])
        return Link(row["chain"], int(row["position"]), row["previous"], row["hash"], content, str(row["entry"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenExport(f"line {number}: {error!r}") from error
