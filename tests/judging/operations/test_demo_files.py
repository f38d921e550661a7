"""The files of the demo: the same every time, looked at once each, and as sound as what people upload."""

from datetime import timedelta

import pytest

from competition.clock import read_clock
from judging.management.demo import files as demo
from submissions.models import Document
from tests import builders
from tests.submissions import files


def test_they_are_the_same_bytes_every_time():
    makers = [demo.make_letter.__wrapped__, *(lambda number=number: demo.make_chart.__wrapped__(number) for number in range(3))]
    first, again = ([make() for make in makers] for _ in range(2))
    assert first == again
    assert len(set(first)) == 4
    assert sum(map(len, first)) < 20_000


@pytest.mark.django_db
def test_every_so_many_proposals_have_one_and_each_content_is_looked_at_once(cast, monkeypatch):
    files.ask_for(cast.edition, letters=(files.LETTER,), evidence="kebaruan")
    looks, look = [], demo.inspect_file
    monkeypatch.setattr(demo, "inspect_file", lambda *args, **known: looks.append(args) or look(*args, **known))
    at = read_clock() - timedelta(hours=1)
    codes = []
    with demo.checking() as check:
        for place in (0, 1, 2, 2):
            code = demo.attach(proposal=builders.draft(cast), person=cast.writer, place=place, at=at)
            codes.append(code)
            assert not code or check(code, at) == "READY"
    assert [bool(code) for code in codes] == [True, False, True, True]
    assert len(looks) == 2
    chart, letter, other = Document.objects.order_by("pk")
    assert (chart.question.code, chart.kind, letter.letter, letter.kind) == ("kebaruan", "PNG", "tim", "PDF")
    assert letter.cleaned_sha256 == other.cleaned_sha256
    assert letter.checked_at == at + demo.LOOKED_AT_AFTER
