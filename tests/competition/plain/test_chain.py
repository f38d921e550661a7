"""The arithmetic of the audit's chain: what it fixes, and that every way of tampering with the rows is found and named."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from competition.chain import Head, Link, chain_of, content_text, follow, genesis, instant_text, link_hash, root_of

CHAIN = "edition-1"


def chain_with(number: int, chain: str = CHAIN) -> list[Link]:
    """Return a sound chain of so many entries."""
    links, previous = [], genesis(chain)
    for position in range(1, number + 1):
        content = content_text({"event": "draft_started", "subject_key": f"P{position}"})
        links.append(Link(chain, position, previous, link_hash(previous, content), content, f"{position + 100}"))
        previous = links[-1].hash
    return links


def test_hash_is_sha256_over_the_previous_hash_and_the_content():
    content = content_text({"b": 1, "a": "é"})
    assert content == '{"a":"é","b":1}'
    assert link_hash("0" * 64, content) == hashlib.sha256(("0" * 64 + '{"a":"é","b":1}').encode("utf-8")).hexdigest()


def test_chains_begin_differently():
    assert chain_of(None) == "general"
    assert chain_of(7) == "edition-7"
    assert genesis("general") == hashlib.sha256(b"kipp-audit:general").hexdigest()
    assert genesis("general") != genesis("edition-7")


def test_instants_are_written_in_utc_to_the_microsecond():
    at = datetime(2017, 3, 11, 0, 59, 0, 120, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(at) == instant_text(at.astimezone(UTC)) == "2017-03-10T16:59:00.000120Z"


def test_root_does_not_depend_on_the_order_of_heads_and_changes_with_each():
    heads = [Head("general", 3, "a" * 64), Head("edition-1", 9, "b" * 64)]
    assert root_of(heads) == root_of(reversed(heads))
    assert root_of(heads) != root_of([heads[0], replace(heads[1], hash="c" * 64)])
    assert root_of(heads) != root_of(heads[:1])


def test_content_refuses_what_has_no_canonical_form():
    with pytest.raises(TypeError):
        content_text({"score": 0.5})


def test_a_sound_chain_has_no_fault():
    assert list(follow(CHAIN, chain_with(5))) == []
    assert list(follow(CHAIN, chain_with(5)[2:], whole=False)) == []


def changed(links):
    links[2] = replace(links[2], content=links[2].content.replace("P3", "P4"))


def removed(links):
    del links[2]


def swapped(links):
    links[2], links[3] = replace(links[3], position=3), replace(links[2], position=4)


def inserted(links):
    links.insert(3, replace(links[2], position=4, content=content_text({"event": "made up"})))
    links[4:] = [replace(one, position=one.position + 1) for one in links[4:]]


def rehashed(links):
    content = links[2].content.replace("P3", "P4")
    links[2] = replace(links[2], content=content, hash=link_hash(links[2].previous, content))


@pytest.mark.parametrize(
    ("tamper", "named"),
    [(changed, "103"), (removed, "104"), (swapped, "104"), (inserted, "103"), (rehashed, "104")],
)
def test_tampering_is_named_where_it_is(tamper, named):
    links = chain_with(6)
    tamper(links)
    faults = list(follow(CHAIN, links))
    assert faults
    assert faults[0].entry == named
    # The walk goes on from what the row says, so one act does not make every later row a fault.
    assert len(faults) <= 4


def test_a_missing_run_is_named_by_its_positions():
    links = chain_with(9)
    del links[3:6]
    (fault,) = follow(CHAIN, links)
    assert str(fault) == "edition-1 #7 (entry 107): follows position 3; removed: 4 to 6"


def test_a_chain_cannot_stand_in_for_another():
    faults = list(follow("edition-2", chain_with(3)))
    assert [one.position for one in faults] == [1]
