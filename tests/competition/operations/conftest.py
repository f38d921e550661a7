"""Fixtures of the tests of the outbox."""

from collections.abc import Callable

import pytest

from competition.operations import notices
from tests import builders


@pytest.fixture
def round_(cast):
    return builders.the_round(cast)


@pytest.fixture(autouse=True)
def broker_is_asked(monkeypatch) -> None:
    """Forget that an earlier test found the broker away."""
    monkeypatch.setattr(notices._Broker, "quiet_until", 0.0)


@pytest.fixture
def smtp(settings) -> Callable:
    """Point the mail backend at a scripted server and return the way to start it."""

    def point(port: int) -> None:
        settings.EMAIL_BACKEND = "competition.mail.WatchedBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2

    return point


@pytest.fixture
def announced(monkeypatch) -> list:
    """Keep the broker out and remember what it would have been told."""
    told: list = []
    monkeypatch.setattr(notices.app, "send_task", lambda name, args: told.append((name, args)))
    return told
