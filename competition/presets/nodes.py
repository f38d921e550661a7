"""YAML with places: every value remembers its line and column, and every fault is collected instead of thrown.

Reads the node tree (not the plain Python values), so that a message can always name `line:column`. Scalars are taken
as they are written: `name: no` is the text "no", not False.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

import yaml

from competition.zones import ZONES

WIB = ZONES["WIB"]
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
INSTANT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?\Z")
BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


class Place(NamedTuple):
    """Where something stands in the file; both count from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """One fault: where it is, and what to do about it."""

    place: Place
    text: str


class Stop(Exception):
    """The file cannot be read further; its problem is already noted."""


def place_of(node: yaml.Node) -> Place:
    """Return where the node begins."""
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint for a mistyped word: the nearest known one, else all of them."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"write one of: {', '.join(known)}" if known else "none is defined"


class Problems(list[Problem]):
    """The faults found so far."""

    def add(self, place: Place, text: str) -> None:
        """Note one fault; the same fault at the same place is noted once."""
        problem = Problem(place, text)
        if problem not in self:
            self.append(problem)


@dataclass(frozen=True)
class Key:
    """What a mapping may hold under one name: how it is read, and what stands for it when it is left out."""

    read: Callable[[yaml.Node, Problems], Any]
    required: bool = True
    default: Any = None


def optional(read: Callable[[yaml.Node, Problems], Any], default: Any = "") -> Key:
    """Return a key that may be left out."""
    return Key(read, required=False, default=default)


@dataclass
class Record:
    """A mapping that was read: values by key (a key whose value is at fault is missing) and the place of each."""

    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of a key, or the default when it could not be read."""
        return self.values.get(key, default)

    def where(self, key: str) -> Place:
        """Return where the key's value stands, else where the mapping begins."""
        return self.places.get(key, self.place)


class Item(NamedTuple):
    """A value of a plain list, with its place."""

    value: Any
    place: Place


class Unreadable(Exception):
    """A value is at fault; the problem is already noted."""


def fail(node: yaml.Node, problems: Problems, text: str) -> None:
    """Note the fault at the node and give the value up.

    :raises Unreadable: always.
    """
    problems.add(place_of(node), text)
    raise Unreadable


class _Alias(Exception):
    """An alias stands at the mark; the text is the anchor's name."""

    def __init__(self, anchor: str, mark: yaml.Mark) -> None:
        super().__init__(anchor)
        self.mark = mark


class _PlainLoader(yaml.SafeLoader):
    """Reads a document without aliases."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node:
        """Return the next node, as PyYAML asks for it.

        :raises _Alias: it is none of its own.
        """
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise _Alias(event.anchor, event.start_mark)
        return super().compose_node(parent, index)


def compose(source: str, problems: Problems) -> yaml.Node:
    """Return the root node of the one document in the text.

    :raises Stop: the text is not YAML, is empty, or uses aliases (written out, each value has its own place).
    """
    try:
        root = yaml.compose(source, Loader=_PlainLoader)
    except _Alias as alias:
        problems.add(Place(alias.mark.line + 1, alias.mark.column + 1), f"write the values out instead of the alias '*{alias}'")
        raise Stop from alias
    except yaml.reader.ReaderError as error:
        before = source[: error.position]
        place = Place(before.count("\n") + 1, error.position - (before.rfind("\n") + 1) + 1)
        problems.add(place, f"remove the character U+{ord(source[error.position]):04X}: YAML does not allow it")
        raise Stop from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = " ".join(part for part in (error.context, error.problem) if part)
        place = Place(mark.line + 1, mark.column + 1)
        problems.add(place, f"not YAML: {told}; mend the line or put quotes around the text")
        raise Stop from error
    except RecursionError as error:
        problems.add(Place(1, 1), "nested too deeply; an edition needs five levels")
        raise Stop from error
    if root is None:
        problems.add(Place(1, 1), "the file is empty; start from one of the shipped presets")
        raise Stop
    return root


def record(keys: dict[str, Key], what: str) -> Callable[[yaml.Node, Problems], Record]:
    """Return a reader of a mapping with these keys: unknown, doubled and missing ones are faults."""

    def read(node: yaml.Node, problems: Problems) -> Record:
        if not isinstance(node, yaml.MappingNode):
            fail(node, problems, f"{what}: write keys with values here ({', '.join(keys)})")
        found = Record(place_of(node))
        seen: dict[str, Place] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            if name not in keys:
                problems.add(place_of(key_node), f"{what}: unknown key '{name}'; {nearest(name, keys)}")
            elif name in seen:
                first = seen[name].line
                problems.add(place_of(key_node), f"{what}: '{name}' stands twice (first on line {first}); keep one")
            else:
                seen[name] = found.places[name] = place_of(value_node)
                try:
                    found.values[name] = keys[name].read(value_node, problems)
                except Unreadable:
                    continue
        for name, key in keys.items():
            if name in seen:
                continue
            if key.required:
                problems.add(found.place, f"{what}: '{name}' is missing; add it")
            else:
                found.values[name] = key.default
        return found

    return read


def records(keys: dict[str, Key], what: str, least: int = 0) -> Callable[[yaml.Node, Problems], list[Record]]:
    """Return a reader of a list of mappings."""
    read_one = record(keys, what)

    def read(node: yaml.Node, problems: Problems) -> list[Record]:
        found = []
        for entry in entries(node, problems, f"a list of {what} entries"):
            try:
                found.append(read_one(entry, problems))
            except Unreadable:
                continue
        if len(node.value) < least:
            problems.add(place_of(node), f"{what}: at least {least} needed, {len(node.value)} given")
        return found

    return read


def items(read_one: Callable[[yaml.Node, Problems], Any]) -> Callable[[yaml.Node, Problems], list[Item]]:
    """Return a reader of a plain list such as `[a, b]`."""

    def read(node: yaml.Node, problems: Problems) -> list[Item]:
        found: list[Item] = []
        for entry in entries(node, problems, "a list such as [a, b]"):
            try:
                item = Item(read_one(entry, problems), place_of(entry))
            except Unreadable:
                continue
            if any(item.value == other.value for other in found):
                problems.add(item.place, f"'{item.value}' stands twice in the list; keep one")
            found.append(item)
        return found

    return read


def entries(node: yaml.Node, problems: Problems, what: str) -> list[yaml.Node]:
    """Return the entries of a list node.

    :raises Unreadable: it is not a list.
    """
    if not isinstance(node, yaml.SequenceNode):
        fail(node, problems, f"write {what} here")
    return node.value


def scalar(node: yaml.Node, problems: Problems, what: str) -> str:
    """Return a single value as written, without the spaces around it.

    :raises Unreadable: it is a list or a mapping.
    """
    if not isinstance(node, yaml.ScalarNode):
        fail(node, problems, f"write {what} here, not a list or keys")
    return node.value.strip()


def text(most: int = 20_000, blank: bool = False) -> Callable[[yaml.Node, Problems], str]:
    """Return a reader of text of at most so many characters."""

    def read(node: yaml.Node, problems: Problems) -> str:
        value = scalar(node, problems, "text")
        if not value and not blank:
            fail(node, problems, "write some text here; it is empty")
        if len(value) > most:
            fail(node, problems, f"shorten this text to {most} characters; it has {len(value)}")
        return value

    return read


def slug(most: int = 30) -> Callable[[yaml.Node, Problems], str]:
    """Return a reader of a short code: small letters, digits and single hyphens, as it stands in addresses."""

    def read(node: yaml.Node, problems: Problems) -> str:
        value = scalar(node, problems, "a short code")
        if not SLUG.match(value) or len(value) > most:
            fail(node, problems, f"'{value}': write small letters, digits and hyphens only, at most {most} characters")
        return value

    return read


def choice(known: Iterable[str]) -> Callable[[yaml.Node, Problems], str]:
    """Return a reader of one of the known words."""
    known = tuple(known)

    def read(node: yaml.Node, problems: Problems) -> str:
        value = scalar(node, problems, "one word")
        if value not in known:
            fail(node, problems, f"'{value}' is not known; {nearest(value, known)}")
        return value

    return read


def integer(least: int, most: int) -> Callable[[yaml.Node, Problems], int]:
    """Return a reader of a whole number between two bounds."""

    def read(node: yaml.Node, problems: Problems) -> int:
        value = scalar(node, problems, "a whole number")
        if not re.fullmatch(r"-?[0-9]{1,9}", value):
            fail(node, problems, f"'{value}': write a whole number from {least} to {most}")
        if not least <= int(value) <= most:
            fail(node, problems, f"{value} is out of range; write a whole number from {least} to {most}")
        return int(value)

    return read


def decimal(least: int, most: int) -> Callable[[yaml.Node, Problems], Decimal]:
    """Return a reader of a number with at most two decimals between two bounds."""

    def read(node: yaml.Node, problems: Problems) -> Decimal:
        value = scalar(node, problems, "a number")
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", value):
            hint = "with a point, such as 12.5" if "," in value else "with at most two decimals"
            fail(node, problems, f"'{value}': write a number {hint}")
        if not least <= Decimal(value) <= most:
            fail(node, problems, f"{value} is out of range; write a number from {least} to {most}")
        return Decimal(value)

    return read


def boolean(node: yaml.Node, problems: Problems) -> bool:
    """Read true or false."""
    value = scalar(node, problems, "true or false").lower()
    if value not in BOOLEANS:
        fail(node, problems, f"'{value}': write true or false")
    return BOOLEANS[value]


def instant(node: yaml.Node, problems: Problems) -> datetime:
    """Read a time in WIB, `2017-03-11 00:00`; a day alone means its first minute."""
    value = scalar(node, problems, "a time such as 2017-03-11 00:00")
    match = INSTANT.match(value)
    if not match:
        fail(node, problems, f"'{value}': write the time in WIB as YYYY-MM-DD HH:MM, such as 2017-03-11 00:00")
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=WIB)
    except ValueError:
        fail(node, problems, f"'{value}' is not a day and time that exists")
        raise
