"""How long a sign-in lasts, or a press of a button, and what is remembered. Facts only; nothing here asks a clock."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

# Whoever handles other people's proposals leaves less of an open door behind.
IDLE_FOR_APPLICANTS = timedelta(minutes=60)
IDLE_FOR_OFFICES = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
WARNED_BEFORE = timedelta(minutes=5)
# A page every second must not cost a write every second.
NOTED_EVERY = timedelta(minutes=1)
# The same asked for again within it is a button pressed twice, or a line that repeated.
PRESSED_TWICE = timedelta(minutes=1)
# For how long a proof of who sits there lets somebody do what cannot be taken back.
PROOF_LASTS = timedelta(minutes=15)
# Nobody is made to enrol a second step while a stage is about to close.
QUIET_BEFORE_A_CLOSE = timedelta(days=7)
# By then whoever took an office has been led to the page where one is set up.
TIME_TO_ENROL = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a session remembers about its own sign-in. `code` names it without opening it."""

    code: str
    started_at: datetime
    seen_at: datetime
    proved_at: datetime | None
    agent: str = ""
    network: str = ""

    def ends_at(self, idle: timedelta) -> datetime:
        """Return when the session ends by itself if nobody does anything from now on."""
        return min(self.seen_at + idle, self.started_at + LONGEST)

    def is_fresh(self, at: datetime) -> bool:
        """Say whether whoever sits there proved to be the owner a short while ago."""
        return self.proved_at is not None and at < self.proved_at + PROOF_LASTS

    def seen(self, at: datetime) -> "Marks":
        """Return the marks after a request at the instant."""
        return replace(self, seen_at=at)

    def proved(self, at: datetime | None) -> "Marks":
        """Return the marks after a proof at the instant; None takes the proof away."""
        return replace(self, proved_at=at)

    def to_data(self) -> dict[str, str | None]:
        """Return what fits into a session."""
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(self).items()}


def read_marks(data: dict[str, str | None]) -> Marks:
    """Return the marks that `to_data` wrote."""
    times = {name: datetime.fromisoformat(data[name]) for name in ("started_at", "seen_at")}
    proved_at = datetime.fromisoformat(data["proved_at"]) if data["proved_at"] else None
    return Marks(data["code"], times["started_at"], times["seen_at"], proved_at, data["agent"], data["network"])
