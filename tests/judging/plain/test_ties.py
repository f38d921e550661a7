"""Ties between judges and proposals, against an oracle that asks the question of one pair at a time, day by day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competition.ties import years_before
from judging.ties import (
    Declared,
    Entry,
    Facts,
    Guided,
    Judged,
    Partnership,
    Reason,
    Rules,
    Stay,
    find_ties,
    shares_family_name,
)

NOW = datetime(2027, 3, 1, tzinfo=UTC)
SMALL = st.integers(1, 4)
ENDS = st.sampled_from([datetime(year, 3, day, tzinfo=UTC) for year in range(2022, 2028) for day in (1, 2)])
entries = st.builds(
    Entry, SMALL, SMALL, SMALL, st.frozensets(SMALL, min_size=1, max_size=2), st.none() | SMALL, st.sampled_from([2026, 2027])
)
facts = st.builds(
    Facts,
    st.lists(st.builds(Stay, st.frozensets(SMALL, max_size=2), st.none() | SMALL, st.none() | ENDS), max_size=2).map(tuple),
    st.lists(
        st.builds(Declared, st.sampled_from(["SAME_INSTITUTION", "COACHED", "FAMILY"]), SMALL, SMALL, SMALL, ENDS), max_size=2
    ).map(tuple),
    st.lists(st.builds(Judged, SMALL, st.sampled_from([2025, 2026, 2027]), ENDS), max_size=2).map(tuple),
    st.lists(st.builds(Partnership, st.frozensets(SMALL, min_size=2, max_size=2), st.none() | ENDS), max_size=2).map(tuple),
    st.lists(st.builds(Guided, SMALL, SMALL, SMALL, st.none() | ENDS), max_size=2).map(tuple),
)
rules = st.builds(Rules, st.none() | st.integers(0, 4), st.booleans(), st.booleans())


def counts(end, years):
    """Say whether a tie that ended then counts still."""
    return years is None or end is None or (NOW.year - end.year, NOW.month - end.month, NOW.day - end.day) < (years, 0, 0)


def is_partner(entry, known, rule):
    """Say whether an institution of the judge and one of the entry's are the two of a partnership, as long as both count."""
    pairs = {
        frozenset((a, b)) for stay in known.stays if counts(stay.until, rule.years) for a in stay.family for b in entry.family
    }
    return any(counts(one.until, rule.years) and one.institutions in pairs for one in known.partnerships)


def has_guided(entry, known, rule):
    """Say whether a coached draft is of the same proposal, the same innovation, or lately the same institution."""
    for draft in known.guided:
        if entry.proposal == draft.proposal or entry.innovation == draft.innovation:
            return True
        if entry.institution == draft.institution and counts(draft.until, rule.years):
            return True
    return False


ASKED_WHOLE = {"REPLICATION": is_partner, "COACHED_DRAFT": has_guided}


def why_not(entry, known, rule):
    """Yield why one judge must not read one proposal, in the words of docs/edition-format.md."""
    for stay in known.stays:
        if counts(stay.until, rule.years) and any(place in entry.family for place in stay.family):
            yield "INSTITUTION"
        if counts(stay.until, rule.years) and rule.own_region and stay.province and stay.province == entry.province:
            yield "REGION"
    yield from (reason for reason, asked in ASKED_WHOLE.items() if asked(entry, known, rule))
    for said in known.declared:
        recent = counts(said.at, rule.years)
        if said.proposal == entry.proposal or (said.innovation == entry.innovation and recent):
            yield "DECLARED"
        if said.institution == entry.institution and recent and said.kind != "FAMILY":
            yield "COACHED" if said.kind == "COACHED" else "DECLARED_INSTITUTION"
    for sheet in known.judged:
        earlier = sheet.innovation == entry.innovation and sheet.year < entry.year
        if rule.judged_earlier and earlier and counts(sheet.at, rule.years):
            yield "JUDGED_EARLIER"


@settings(max_examples=400)
@given(st.lists(entries, max_size=4, unique_by=lambda one: one.proposal), st.dictionaries(SMALL, facts, max_size=3), rules)
def test_ties_are_those_of_the_oracle_with_all_their_reasons(proposals, judges, rule):
    told = {
        (entry.proposal, judge): reasons
        for judge, known in judges.items()
        for entry in proposals
        if (reasons := set(why_not(entry, known, rule)))
    }
    assert find_ties(proposals, judges, rule, NOW) == told


@settings(max_examples=100)
@given(entries, facts, rules, st.integers(0, 3))
def test_a_longer_memory_never_frees_a_judge(entry, known, rule, more):
    def found(years):
        memory = Rules(years, rule.own_region, rule.judged_earlier)
        return find_ties([entry], {1: known}, memory, NOW).get((entry.proposal, 1), set())

    years = rule.years or 0
    assert found(years) <= found(years + more) <= found(None)


@given(facts)
def test_who_is_declared_about_one_proposal_never_reads_it_again(known):
    for said in known.declared:
        entry = Entry(said.proposal, 99, 99, frozenset({99}), None, 2027)
        found = find_ties([entry], {1: known}, Rules(0), NOW)[said.proposal, 1]
        assert found - {Reason.COACHED_DRAFT} == {Reason.DECLARED}


def test_a_tie_ends_on_the_day_and_not_an_instant_before():
    entry = Entry(1, 1, 1, frozenset({1}), None, 2027)
    for late, tied in ((timedelta(0), False), (timedelta(microseconds=1), True)):
        stay = Stay(frozenset({1}), None, datetime(2024, 3, 1, tzinfo=UTC) + late)
        assert bool(find_ties([entry], {1: Facts((stay,))}, Rules(3), NOW)) is tied


def test_years_before_a_leap_day():
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert years_before(leap, 3) == datetime(2025, 2, 28, 12, tzinfo=UTC)
    assert years_before(leap, 4) == datetime(2024, 2, 29, 12, tzinfo=UTC)
    assert years_before(leap, None) is None


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Rina Siregar", "Budi Siregar", True),
        ("Dr. Rina Siregar, M.Si.", "BUDI SIREGAR", True),
        ("Rina Siregar", "Siregar", False),
        ("Suharto", "Suharto", False),
        ("Rina Siregar", "Siregar Rina", False),
        ("Rina S.", "Budi S.", False),
        ("", "Budi Siregar", False),
    ],
)
def test_a_family_name_is_the_last_of_several_words(name, other, same):
    assert shares_family_name(name, ["Orang Lain", other]) is same
