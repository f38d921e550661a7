"""How many requests of one kind a person may send in a minute."""

from datetime import UTC, datetime, timedelta

from django.core.cache import cache

from competition.pace import is_too_fast

NOW = datetime(2026, 3, 4, 3, 30, 10, tzinfo=UTC)


def test_a_minute_has_so_many_and_the_next_one_again():
    assert [is_too_fast("uji", 1, NOW, most=2) for _ in range(3)] == [False, False, True]
    assert not is_too_fast("uji", 2, NOW, most=2)
    assert not is_too_fast("lain", 1, NOW, most=2)
    assert not is_too_fast("uji", 1, NOW + timedelta(minutes=1), most=2)


def test_without_a_cache_nobody_is_slowed(monkeypatch):
    def gone(*_args, **_values):
        raise ValueError

    monkeypatch.setattr(cache, "incr", gone)
    assert [is_too_fast("uji", 3, NOW, most=0) for _ in range(3)] == [False, False, False]
