"""What is held about a person, in the words of that person. Facts only; the sources stand in `settings.PERSONAL_DATA`."""

from dataclasses import dataclass, field

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of data about somebody: what, why, how long. `rows` may be the first of `number`.

    `is_record`: what they did in their office or for their institution. The law on archives keeps it with their name.
    """

    key: str
    title: str
    why: str
    kept: str
    number: int
    rows: list[Row] = field(default_factory=list)
    is_record: bool = False

    @property
    def lines(self) -> list[str]:
        """The rows as a page prints them."""
        return [" · ".join(value for value in row.values() if value) for row in self.rows]

    @property
    def unseen(self) -> int:
        """How many more there are than `rows` holds."""
        return self.number - len(self.rows)

    def to_data(self) -> dict[str, object]:
        """Return what the file says about it."""
        return {"title": self.title, "why": self.why, "kept": self.kept, "number": self.number, "rows": self.rows}
