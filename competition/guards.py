"""The two guards that most tables have, for migrations: what they say in SQL never changes, or an old database would differ."""

from django.db.migrations import RunSQL


def moves(table: str, *pairs: str) -> RunSQL:
    """Return the operation that lets the state of a table (`app_model`) change by these moves, 'FROM>TO', only."""
    name, arguments = f"{_short(table)}_moves", ", ".join(f"'{pair}'" for pair in pairs)
    return RunSQL(
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION kipp_check_move({arguments})",
        f"DROP TRIGGER {name} ON {table}",
    )


def keep(table: str, name: str = "") -> RunSQL:
    """Return the operation that makes a table (`app_model`) append-only; `name` is what the trigger calls its rows."""
    trigger = f"{name or _short(table)}_is_append_only"
    return RunSQL(
        f"CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change()",
        f"DROP TRIGGER {trigger} ON {table}",
    )


def _short(table: str) -> str:
    return table.partition("_")[2]
