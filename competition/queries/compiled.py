"""Queries of the busiest pages, written with the ORM and turned into SQL once per process instead of at every page.

Django builds the SQL of a query from scratch each time it is asked, which takes several times as long as sending it and reading
the answer. Where the shape of a query never changes and only its values do, that work is done once:

    _UNITS = Rows(lambda: Unit.objects.filter(institution=slot("institution")).order_by("name"), "pk", "name")
    _UNITS.read(institution=7)   # [Row(pk=7, name="Dinas …"), …]

`Rows` reads columns; `Objects` reads whole objects with those they point to, as `select_related` would. Both read anew at every
call: nothing but the SQL text is kept. Each connection prepares it at its first use, so that PostgreSQL too reads and plans it
once (docs/decisions/0003-prepared-statements.md).
"""

from collections import namedtuple
from collections.abc import Callable
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import F, Lookup, Model, Q, QuerySet
from django.db.models.base import ModelState
from django.db.models.expressions import Combinable, RawSQL

M = TypeVar("M", bound=Model)
_numbers = count(1)
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
PART = " LIMIT %s OFFSET %s"


class _Slot:
    """The place of a value in the SQL."""

    def __init__(self, name: str) -> None:
        self.name = name


def slot(name: str) -> RawSQL:
    """Return the place for a value that `read` is given under this name."""
    return RawSQL("%s", (_Slot(name),))


class _OneOf(Lookup):
    lookup_name = "one_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """Write the comparison with each of a list."""
        field, field_params = self.process_lhs(compiler, connection)
        ids, ids_params = self.process_rhs(compiler, connection)
        return f"{field} = ANY({ids}::bigint[])", (*field_params, *ids_params)


def one_of(field: str, name: str) -> Q:
    """Return the condition that the field is one of the ids which `read` is given under this name."""
    return Q(_OneOf(F(field), slot(name)))


def one_of_these(field: str, objects: QuerySet) -> Q:
    """Return the condition that the field is the id of one of the objects. Those are found first and once, so that the rows can
    be found by an index; of an `__in` PostgreSQL makes a join with all rows."""
    return Q(_OneOf(F(field), ArraySubquery(objects.order_by().values("pk"))))


class _Like(Lookup):
    lookup_name = "like"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """Write the comparison with a pattern as it is given: `contains` would make it anew for every row."""
        text, text_params = self.process_lhs(compiler, connection)
        pattern, pattern_params = self.process_rhs(compiler, connection)
        return f"{text} LIKE {pattern}", (*text_params, *pattern_params)


def has_part(text: str | Combinable, name: str) -> Q:
    """Return the condition that the text fits the pattern which `read` is given under this name, made by `part_pattern`."""
    return Q(_Like(F(text) if isinstance(text, str) else text, slot(name)))


def part_pattern(part: str) -> str:
    """Return the pattern of texts that contain this part, word for word."""
    for sign in ("\\", "%", "_"):
        part = part.replace(sign, f"\\{sign}")
    return f"%{part}%"


class _Statement:
    """An SQL text with places for values. A connection that knows it is sent its name and the values only."""

    def __init__(self, sql: str, params: tuple, table: str) -> None:
        self.sql, self.params = sql, params
        self.names = [one.name for one in params if isinstance(one, _Slot)]
        # The name tells whoever reads the server's log what is read.
        self.name = f"{table}_{next(_numbers)}"
        self.call = f"EXECUTE {self.name}" + (f"({', '.join(['%s'] * len(self.names))})" if self.names else "")

    def fetch(self, values: dict[str, Any]) -> list[tuple]:
        """Return the rows as the database gives them."""
        # `connection` looks for this thread's connection whenever it is asked for anything, so it is asked once.
        ours = connections[DEFAULT_DB_ALIAS]
        with ours.cursor() as cursor:
            if settings.PREPARE_STATEMENTS:
                self._prepare(ours.connection, cursor.cursor)
                cursor.execute(self.call, [values[name] for name in self.names])
            else:
                cursor.execute(self.sql, [values[one.name] if isinstance(one, _Slot) else one for one in self.params])
            return cursor.fetchall()

    def _prepare(self, driven: Any, cursor: Any) -> None:
        """Make the statement known to the driver's connection, once: with that lives and dies what was prepared."""
        known = _prepared.setdefault(driven, set())
        if self.name in known:
            return
        numbers = count(1)
        # Only what differs from call to call is left open; a constant stays where the planner sees it.
        written = [
            f"${next(numbers)}" if isinstance(one, _Slot) else cursor.mogrify("%s", (one,)).decode() for one in self.params
        ]
        cursor.execute(f"PREPARE {self.name} AS {self.sql % tuple(written) if written else self.sql}")
        known.add(self.name)


class Rows:
    """A query of fixed shape that reads the named columns, each row as a named tuple (`__` in a name stays)."""

    def __init__(self, write: Callable[[], QuerySet], *columns: str) -> None:
        self.write = write
        self.columns = columns
        self.row = namedtuple("Row", columns)

    @cached_property
    def _whole(self) -> _Statement:
        """All of the query. Written at the first reading, when all models are loaded."""
        query = self.write()
        return _Statement(*query.values_list(*self.columns).query.sql_with_params(), query.model._meta.db_table)

    @cached_property
    def _part(self) -> _Statement:
        """A slice of it."""
        whole = self._whole
        return _Statement(whole.sql + PART, (*whole.params, _Slot("_size"), _Slot("_start")), whole.name)

    def read(self, **values: Any) -> list[tuple]:
        """Return the rows for these values of the slots. One query."""
        return list(map(self.row._make, self.fetch(values)))

    def fetch(self, values: dict[str, Any]) -> list[tuple]:
        """Return the rows as the database gives them."""
        return self._whole.fetch(values)

    def listed(self, **values: Any) -> "Listed":
        """Return the rows for these values, to be read by parts, as a paginator does."""
        return Listed(self, values)


class Listed:
    """Rows that are read when a slice of them is asked for: one query a slice."""

    def __init__(self, rows: Rows, values: dict[str, Any]) -> None:
        self.rows, self.values = rows, values

    def __getitem__(self, part: slice) -> list[tuple]:
        start = part.start or 0
        found = self.rows._part.fetch(self.values | {"_start": start, "_size": part.stop - start})
        return list(map(self.rows.row._make, found))


class Objects(Generic[M]):
    """A query of fixed shape that reads objects, each with those at the end of the paths ("unit", "round__stage").

    What the query annotates and `beside` names becomes an attribute of the object.
    """

    def __init__(self, write: Callable[[], QuerySet[M]], *paths: str, beside: tuple[str, ...] = ()) -> None:
        self.write = write
        self.paths = paths
        self.beside = beside

    @cached_property
    def _parts(self) -> list["_Part"]:
        """The object itself and what it points to, each after what points to it."""
        root = _Part(self.write().model)
        parts = {"": root}
        for path in self.paths:
            before, _, name = path.rpartition("__")
            parts[path] = _Part(parts[before].model._meta.get_field(name).related_model, path, parts[before], name)
        return list(parts.values())

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.write, *(column for part in self._parts for column in part.columns), *self.beside)

    def read(self, **values: Any) -> list[M]:
        """Return the objects for these values of the slots. One query."""
        shared: dict[tuple[str, Any], Model] = {}
        return [self._build(row, shared) for row in self._rows.fetch(values)]

    def first(self, **values: Any) -> M | None:
        """Return the first object, or None. One query; let it find few rows."""
        return next(iter(self.read(**values)), None)

    def _build(self, row: tuple, shared: dict[tuple[str, Any], Model]) -> M:
        built: dict[str, Model | None] = {}
        start = 0
        for part in self._parts:
            end = start + len(part.columns)
            built[part.path] = part.build(row[start:end], built, shared)
            start = end
        built[""].__dict__.update(zip(self.beside, row[start:], strict=True))
        return built[""]


class _Part:
    """One of the objects of a row: which columns are its own, and which object leads to it."""

    def __init__(self, model: type[Model], path: str = "", owner: "_Part | None" = None, name: str = "") -> None:
        self.model, self.path, self.owner = model, path, owner
        self.field = owner.model._meta.get_field(name) if owner else None
        fields = model._meta.concrete_fields
        self.names = [one.attname for one in fields]
        self.columns = [f"{path}__{one}" if path else one for one in self.names]
        self.key = fields.index(model._meta.pk)
        self.decoders = [(at, one.from_db_value) for at, one in enumerate(fields) if hasattr(one, "from_db_value")]

    def build(self, values: tuple, built: dict[str, Model | None], shared: dict[tuple[str, Any], Model]) -> Model | None:
        """Make the object of these columns and tie it to the one that leads to it; None where there is none.

        What several rows point to is one object for all of them.
        """
        owner, key = built[self.owner.path] if self.owner else None, (self.path, values[self.key])
        made = shared.get(key)
        if made is None and values[self.key] is not None:
            made = shared[key] = self._make(values)
        if owner is not None:
            # What Django does for select_related: remembers the object, and that there is none.
            self.field.set_cached_value(owner, made)
            if made is not None and self.field.one_to_one:
                self.field.remote_field.set_cached_value(made, owner)
        return made

    def _make(self, values: tuple) -> Model:
        if self.decoders:
            values = list(values)
            for at, decode in self.decoders:
                values[at] = decode(values[at], None, connection)
        # What `from_db` does when every column was read, without the signals around `__init__`, to which nobody here listens
        # (tests/house/test_signals.py): half the time of reading a calendar or a proposal's answers went there.
        made = self.model.__new__(self.model)
        made._state = ModelState()
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(self.names, values, strict=True))
        return made
