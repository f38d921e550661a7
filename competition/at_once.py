"""Several steps of a migration as one, because Django draws its picture of all models anew after each."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """The steps in their order, with one picture of the models before them and one after them.

    They must be such as need no picture in between: new tables, and columns, constraints and indexes of tables there are, each
    of which is changed once.
    """

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note what the steps change; the picture is drawn when the first of them asks for it."""
        state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the steps."""
        self._take(self.operations, "database_forwards", app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take them back, the last one first."""
        self._take(self.operations[::-1], "database_backwards", app_label, schema_editor, from_state, to_state)

    @staticmethod
    def _take(operations: Sequence[Operation], way: str, *given: object) -> None:
        for one in operations:
            getattr(one, way)(*given)

    def describe(self) -> str:
        """Name the steps, for `migrate --plan`."""
        return "; ".join(one.describe() for one in self.operations)
