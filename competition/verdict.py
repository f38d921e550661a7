"""The answer to "may this person do this to this, now?": a small value whose truth is the answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or a no that carries its reason in words a person can act on."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    """Return a refusal with its reason."""
    return Verdict(False, str(reason))


class Refused(Exception):
    """An operation was not allowed or not possible; `reason` is the text for the person who asked.

    Every named error of an operation is a subclass, so a page can turn any of them into one form error.
    """

    reason = ""

    def __init__(self, reason: str = "") -> None:
        self.reason = str(reason or self.reason)
        super().__init__(self.reason)


class NotAllowed(Refused):
    """Policy said no."""


def require(verdict: Verdict) -> None:
    """Pass when the verdict is yes.

    :raises NotAllowed: with the verdict's reason otherwise.
    """
    if not verdict:
        raise NotAllowed(verdict.reason)
