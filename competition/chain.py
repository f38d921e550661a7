"""The hash chain of the audit: arithmetic on text, without a database, that anybody can repeat (docs/audit.md).

Each entry's content is one canonical text. Its hash is SHA-256 over the previous hash and that text, so no entry can be
changed, removed, moved or slipped in without every later hash changing. There is a chain per edition and one for what
belongs to none; the root is one hash over the heads of all.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from competition.canonical import canonical_json, sha256_of

GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Link:
    """One entry's place in its chain. `entry` names the row for people."""

    chain: str
    position: int
    previous: str
    hash: str
    content: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a chain has come."""

    chain: str
    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that is not as it was written, and what is wrong with it."""

    chain: str
    position: int
    entry: str
    words: str

    def __str__(self) -> str:
        row = f" (entry {self.entry})" if self.entry else ""
        return f"{self.chain} #{self.position}{row}: {self.words}"


def chain_of(edition_id: int | None) -> str:
    """Return the name of the chain in which an edition's entries stand."""
    return GENERAL if edition_id is None else f"edition-{edition_id}"


def instant_text(at: datetime) -> str:
    """Return an instant as entries carry it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def content_text(values: dict[str, object]) -> str:
    """Return an entry's content as the one text that is hashed.

    :raises TypeError: for a value without a canonical form, a float above all.
    """
    return canonical_json(values)


def genesis(chain: str) -> str:
    """Return what stands in the place of the previous hash before a chain's first entry; no two chains share it."""
    return hashlib.sha256(f"kipp-audit:{chain}".encode()).hexdigest()


def link_hash(previous: str, content: str) -> str:
    """Return the hash of an entry with this content after the entry with the hash `previous`."""
    return hashlib.sha256((previous + content).encode()).hexdigest()


def root_of(heads: Iterable[Head]) -> str:
    """Return one hash over the heads of all chains, whatever order they come in."""
    return sha256_of(sorted([head.chain, head.position, head.hash] for head in heads))


def follow(chain: str, links: Iterable[Link], *, whole: bool = True) -> Iterator[Fault]:
    """Walk a chain in the order of its positions and yield every row that does not follow from the one before it.

    A fault is named once: the walk goes on from what the row itself says. With `whole` false the first link may stand
    anywhere, as in an export of a part.
    """
    position, previous = (0, genesis(chain)) if whole else (None, None)
    for link in links:
        if position is not None and link.position != position + 1:
            missing = f"{position + 1}" if link.position == position + 2 else f"{position + 1} to {link.position - 1}"
            yield Fault(chain, link.position, link.entry, f"follows position {position}; removed: {missing}")
        elif previous is not None and link.previous != previous:
            yield Fault(chain, link.position, link.entry, "does not follow from the entry before it")
        if link_hash(link.previous, link.content) != link.hash:
            yield Fault(chain, link.position, link.entry, "its content is not what was hashed")
        position, previous = link.position, link.hash
