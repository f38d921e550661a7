"""How rows of answers are written and read."""

Table = dict[tuple[str, str], list[str]]


def table(text: str) -> Table:
    """Read a table; lines that begin with # are for people."""
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {(name, method): answers for name, method, *answers in rows}


def line(name: str, method: str, row: list[str], expected: list[str] | None) -> str:
    """Return a row as the table has it, to be compared with what is expected."""
    written = f"{name:26}{method:5}" + " ".join(f"{one:3}" for one in row)
    return f"{written.rstrip()}    expected: {' '.join(expected) if expected else 'a row'}"
