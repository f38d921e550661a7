"""Queries of the busiest pages, written with the ORM and turned into SQL once per process instead of at every page.

Django builds the SQL of a query from scratch each time it is asked, which takes several times as long as sending it and reading
the answer. Where the shape of a query never changes and only its values do, that work is done once:

    _UNITS = Rows(lambda: Unit.objects.filter(institution=slot("institution")).order_by("name"), "pk", "name")
    _UNITS.read(institution=7)   # [Row(pk=7, name="Dinas …"), …]

`Rows` reads columns; `Objects` reads whole objects with those they point to, as `select_related` would. Both read anew at every
call: nothing but the SQL text is kept.
"""

from collections import namedtuple
from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=Model)


class _Slot:
    """The place of a value in the SQL."""

    def __init__(self, name: str) -> None:
        self.name = name


def slot(name: str) -> RawSQL:
    """Return the place for a value that `read` is given under this name."""
    return RawSQL("%s", (_Slot(name),))


class Rows:
    """A query of fixed shape that reads the named columns, each row as a named tuple (`__` in a name stays)."""

    def __init__(self, write: Callable[[], QuerySet], *columns: str) -> None:
        self.write = write
        self.columns = columns
        self.row = namedtuple("Row", columns)

    @cached_property
    def _statement(self) -> tuple[str, tuple]:
        """The SQL and its values, some of them slots. Written at the first reading, when all models are loaded."""
        return self.write().values_list(*self.columns).query.sql_with_params()

    def read(self, **values: Any) -> list[tuple]:
        """Return the rows for these values of the slots. One query."""
        return list(map(self.row._make, self.fetch(values)))

    def fetch(self, values: dict[str, Any]) -> list[tuple]:
        """Return the rows as the database gives them."""
        sql, params = self._statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[one.name] if isinstance(one, _Slot) else one for one in params])
            return cursor.fetchall()


class Objects(Generic[M]):
    """A query of fixed shape that reads objects, each with those at the end of the paths ("unit", "round__stage")."""

    def __init__(self, write: Callable[[], QuerySet[M]], *paths: str) -> None:
        self.write = write
        self.paths = paths

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
        return Rows(self.write, *(column for part in self._parts for column in part.columns))

    def read(self, **values: Any) -> list[M]:
        """Return the objects for these values of the slots. One query."""
        return [self._build(row) for row in self._rows.fetch(values)]

    def first(self, **values: Any) -> M | None:
        """Return the first object, or None. One query; let it find few rows."""
        return next(iter(self.read(**values)), None)

    def _build(self, row: tuple) -> M:
        built: dict[str, Model | None] = {}
        start = 0
        for part in self._parts:
            end = start + len(part.columns)
            built[part.path] = part.build(row[start:end], built)
            start = end
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

    def build(self, values: tuple, built: dict[str, Model | None]) -> Model | None:
        """Make the object of these columns and tie it to the one that leads to it; None where there is none."""
        owner = built[self.owner.path] if self.owner else None
        if values[self.key] is None:
            made = None
        else:
            if self.decoders:
                values = list(values)
                for at, decode in self.decoders:
                    values[at] = decode(values[at], None, connection)
            made = self.model.from_db(connection.alias, self.names, values)
        if owner is not None:
            # What Django does for select_related: remembers the object, and that there is none.
            self.field.set_cached_value(owner, made)
            if made is not None and self.field.one_to_one:
                self.field.remote_field.set_cached_value(made, owner)
        return made
