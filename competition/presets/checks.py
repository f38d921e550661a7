"""Whether the values of an edition file fit together.

Each check skips what could not be read: that fault is already noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from competition.presets.briefing import check_briefing
from competition.presets.clinics import check_clinics
from competition.presets.nodes import Problems, Record, nearest
from competition.presets.rounds import CONSOLIDATE, ELIGIBLE, REFUSE, THOSE_THERE
from competition.presets.shape import AWARDS, KINDS, REGISTRATION, YES_NO

FULL = Decimal(100)


def check_edition(edition: Record, problems: Problems) -> None:
    """Note every fault that lies between values."""
    stages, rounds = edition.get("stages", ()), edition.get("rounds", ())
    check_calendar(stages, problems)
    for part, key in (("stages", "key"), ("rounds", "key"), ("categories", "code"), ("groups", "code")):
        check_once(edition.get(part, ()), key, problems)
    check_once(edition.get("questions", ()), "code", problems)
    check_once(edition.get("caps", ()), "kind", problems)
    check_guide(edition, problems)
    check_questions(edition, problems)
    check_conditions(edition.get("questions", ()), problems)
    for judging in rounds:
        check_round(judging, edition, problems)
    check_entrants(rounds, stages, problems)
    check_eligibility(edition, problems)
    check_files(edition, problems)
    check_screening(edition.get("screening"), problems)
    check_once(edition.get("clinics", ()), "number", problems)
    check_clinics(edition.get("clinics", ()), problems)


def named(records: Iterable[Record], key: str) -> list[str]:
    """Return the readable values of a key, in the file's order."""
    return [record.get(key) for record in records if record.get(key) is not None]


def check_once(records: Iterable[Record], key: str, problems: Problems) -> None:
    """Note a code that two entries share."""
    first: dict[str, Record] = {}
    for record in records:
        value = record.get(key)
        if value is None:
            continue
        if value in first:
            line = first[value].where(key).line
            problems.add(record.where(key), f"'{value}' is already taken on line {line}; choose another {key}")
        first.setdefault(value, record)


def check_calendar(stages: Iterable[Record], problems: Problems) -> None:
    """Note windows that end before they begin, overlap, stand out of order or close at the minute before midnight."""
    stages = list(stages)
    before = None
    for stage in stages:
        opens, closes = stage.get("opens"), stage.get("closes")
        if closes is not None and (closes.hour, closes.minute) == (23, 59):
            problems.add(
                stage.where("closes"),
                "'closes' is the first minute that is too late: for 'ditutup pukul 23.59' write 00:00 of the next day",
            )
        if opens is None or closes is None:
            continue
        if closes <= opens:
            text = f"'{stage.get('key')}' closes at or before it opens; move 'closes' later"
            problems.add(stage.where("closes"), text)
            continue
        if stage.get("parallel"):
            continue
        if before is not None and opens < before.get("closes"):
            problems.add(
                stage.where("opens"),
                f"'{stage.get('key')}' opens before '{before.get('key')}' closes (line {before.where('closes').line}): "
                "windows may not overlap and stand in the order of time; move one, or mark it 'parallel: true'",
            )
        before = stage
    lead = [stage for stage in stages if stage.get("key") == REGISTRATION]
    if stages and not lead and len(named(stages, "key")) == len(stages):
        text = f"a stage with the key '{REGISTRATION}' is missing; ages are counted back from its close"
        problems.add(stages[0].place, text)
    for stage in lead:
        if stage.get("parallel"):
            problems.add(stage.where("parallel"), f"'{REGISTRATION}' may not be parallel")


def check_guide(edition: Record, problems: Problems) -> None:
    """Note weights for categories that do not exist or without a sentence that says why, and categories no answer leads to."""
    guide = edition.get("category_guide", ())
    check_once(guide, "code", problems)
    known = named(edition.get("categories", ()), "code")
    led_to: set[str] = set()
    for answer in (answer for question in guide for answer in question.get("answers", ())):
        weights = answer.get("weights", ())
        check_once(weights, "category", problems)
        for category in named(weights, "category"):
            led_to.add(category)
        for weight in weights:
            if weight.get("category") and weight.get("category") not in known:
                text = f"no category '{weight.get('category')}'; {nearest(weight.get('category'), known)}"
                problems.add(weight.where("category"), text)
        if weights and "reason" in answer.values and not answer.get("reason"):
            problems.add(answer.place, "answer: 'reason' is missing; say why it speaks for a category")
    for category in edition.get("categories", ()) if guide else ():
        if category.get("code") and category.get("code") not in led_to:
            text = f"no answer of 'category_guide' leads to '{category.get('code')}'; give it weight in one"
            problems.add(category.where("code"), text)


def check_questions(edition: Record, problems: Problems) -> None:
    """Note references of questions to groups and criteria that do not exist."""
    groups = named(edition.get("groups", ()), "code")
    codes = [code for judging in edition.get("rounds", ()) for code in named(judging.get("criteria", ()), "code")]
    criteria = list(dict.fromkeys(codes))
    for question in edition.get("questions", ()):
        for group in question.get("groups", ()):
            if group.value not in groups:
                problems.add(group.place, f"no group '{group.value}'; {nearest(group.value, groups)}")
        code = question.get("criterion")
        if code and code not in criteria:
            problems.add(question.where("criterion"), f"no round has a criterion '{code}'; {nearest(code, criteria)}")
        check_kind(question, problems)


def check_kind(question: Record, problems: Problems) -> None:
    """Note a text without its limit, and a yes or no with what only a text can have."""
    kind = question.get("kind")
    if kind == "text" and "word_limit" not in question.places:
        problems.add(question.place, "question: 'word_limit' is missing; add it")
    for key in ("word_limit", "evidence_rows"):
        if kind == YES_NO and key in question.places:
            problems.add(question.where(key), f"a question of the kind '{YES_NO}' has no '{key}'; remove it")


def check_conditions(questions: Iterable[Record], problems: Problems) -> None:
    """Note conditions on questions that do not exist, say no yes, stand further down or wait for each other."""
    by_code = {one.get("code"): one for one in questions if one.get("code")}
    before: set[str] = set()
    for question in questions:
        code, condition = question.get("code"), question.get("asked_if")
        if condition:
            fault = _condition_fault(code, condition, by_code, before)
            if fault:
                problems.add(question.where("asked_if"), fault)
        before.add(code)


def _condition_fault(code: str, condition: str, by_code: dict[str, Record], before: set[str]) -> str:
    """Return what is wrong with a condition, empty if nothing is. One fault is named: mended, it may uncover the next."""
    if condition not in by_code:
        return f"no question '{condition}'; {nearest(condition, by_code)}"
    circle = _circle(code, by_code)
    if circle:
        return f"these questions wait for each other: {' > '.join(circle)}; let one of them be asked of all"
    if by_code[condition].get("kind", YES_NO) != YES_NO:
        return f"'{condition}' is not answered with yes or no; give it 'kind: {YES_NO}' or name another question"
    if condition not in before:
        line = by_code[condition].place.line
        return f"'{condition}' stands further down (line {line}); a condition comes before what it asks for, so move it up"
    return ""


def _circle(code: str, by_code: dict[str, Record]) -> list[str]:
    """Return the way from a question by its conditions back to itself; empty if there is none."""
    way, at = [code], by_code[code].get("asked_if") if code in by_code else ""
    while at in by_code and at not in way:
        way.append(at)
        at = by_code[at].get("asked_if")
    return [*way, code] if at and at == code else []


def check_round(judging: Record, edition: Record, problems: Problems) -> None:
    """Note a round in no stage, with more places than nominees, or with a faulty sheet, tie order, quota or briefing."""
    stages = edition.get("stages", ())
    key = judging.get("stage")
    if key and key not in named(stages, "key"):
        problems.add(judging.where("stage"), f"no stage '{key}'; {nearest(key, named(stages, 'key'))}")
    places, nominees = judging.get("places"), judging.get("nominees")
    if places and nominees and nominees < places:
        problems.add(judging.where("nominees"), f"{nominees} nominees cannot fill {places} places; raise 'nominees'")
    check_dispute(judging, problems)
    check_score(judging, problems)
    check_sheet(judging, problems)
    scored = named([line for line in judging.get("criteria", ()) if line.get("weight") != 0], "code")
    for item in judging.get("tie_break", ()):
        if item.value not in scored:
            problems.add(item.place, f"no scored criterion '{item.value}' in this round; {nearest(item.value, scored)}")
    check_quotas(judging, edition, problems)
    check_briefing(judging, named(edition.get("questions", ()), "code"), problems)


def check_entrants(rounds: Iterable[Record], stages: Iterable[Record], problems: Problems) -> None:
    """Note a round that takes its proposals from none further up, or that begins before that one is over."""
    windows = {stage.get("key"): stage for stage in stages}
    above: dict[str, Record] = {}
    before: Record | None = None
    for judging in rounds:
        if judging.get("key") == ELIGIBLE:
            problems.add(judging.where("key"), f"'{ELIGIBLE}' is what 'entrants' says for all; choose another key")
        named_one = judging.get("entrants") or (before.get("key") if before else ELIGIBLE)
        if named_one and named_one != ELIGIBLE:
            source = above.get(named_one)
            if source is None:
                known = (ELIGIBLE, *above)
                problems.add(judging.where("entrants"), f"no round '{named_one}' further up; {nearest(named_one, known)}")
            else:
                _check_after(judging, source, windows, problems)
        before = judging
        if judging.get("key"):
            above[judging.get("key")] = judging


def _check_after(judging: Record, source: Record, windows: dict[str, Record], problems: Problems) -> None:
    """Who enters is known when the list of the round before is public, and that is never before its stage ends."""
    mine, earlier = windows.get(judging.get("stage")), windows.get(source.get("stage"))
    if mine is None or earlier is None or mine.get("opens") is None or earlier.get("closes") is None:
        return
    if mine.get("opens") < earlier.get("closes"):
        problems.add(
            judging.where("stage"),
            f"'{judging.get('key')}' takes the chosen of '{source.get('key')}', so its stage may not open before "
            f"'{earlier.get('key')}' closes (line {earlier.where('closes').line}); name a later stage",
        )


def check_dispute(judging: Record, problems: Problems) -> None:
    """Note what is to be done about a gap that the round does not name, and what only a discussion can have."""
    dispute = judging.get("dispute")
    if dispute is None:
        return
    if "gap" not in judging.places:
        problems.add(dispute.place, "'dispute' says what happens from 'gap' on; add 'gap' to the round, or remove 'dispute'")
    way = dispute.get("way")
    if "agreed_sheet" in dispute.places and way not in (None, CONSOLIDATE):
        text = f"with 'way: {way}' nobody agrees on a sheet; remove 'agreed_sheet', or write 'way: {CONSOLIDATE}'"
        problems.add(dispute.where("agreed_sheet"), text)
    if dispute.get("blocks_ranking") and way == "none":
        text = "with 'way: none' the ranking would wait for ever; remove 'blocks_ranking'"
        problems.add(dispute.where("blocks_ranking"), text)


def check_score(judging: Record, problems: Problems) -> None:
    """Note missing sheets that are to be done without, but not down to how many, or the other way round."""
    score, readers = judging.get("score"), judging.get("readers_per_proposal")
    if score is None:
        return
    missing, least = score.get("missing"), score.get("least_sheets")
    if missing == THOSE_THERE and "least_sheets" not in score.places:
        text = f"with 'missing: {THOSE_THERE}' say how many sheets are enough: add 'least_sheets'"
        problems.add(score.where("missing"), text)
    if missing == REFUSE and "least_sheets" in score.places:
        text = f"every sheet must be there, so remove 'least_sheets', or write 'missing: {THOSE_THERE}'"
        problems.add(score.where("least_sheets"), text)
    if least and readers and least >= readers:
        text = f"{least} of {readers} sheets are no fewer than all; lower 'least_sheets', or write 'missing: {REFUSE}'"
        problems.add(score.where("least_sheets"), text)


def check_sheet(judging: Record, problems: Problems) -> None:
    """Note weights that do not total 100 and criteria whose levels do not rise."""
    criteria = judging.get("criteria", ())
    check_once(criteria, "code", problems)
    weights = [criterion.get("weight") for criterion in criteria]
    if weights and None not in weights and sum(weights) != FULL:
        total = " + ".join(str(weight) for weight in weights)
        problems.add(judging.where("criteria"), f"weights must total exactly 100; {total} = {sum(weights)}")
    for criterion in criteria:
        check_levels(criterion, problems)


def check_levels(criterion: Record, problems: Problems) -> None:
    """Note a scored criterion with fewer than two levels or with levels that do not rise, and levels at weight 0."""
    code, weight, levels = criterion.get("code"), criterion.get("weight"), criterion.get("levels")
    if weight is None or levels is None:
        return
    if weight == 0:
        if levels:
            problems.add(criterion.where("levels"), f"'{code}' has weight 0, so nobody scores it; remove its levels")
        return
    if len(levels) < 2:
        problems.add(criterion.where("levels"), f"'{code}' needs at least two levels, {len(levels)} given")
    for lower, higher in pairwise(levels):
        for key in ("value", "points"):
            before, after = lower.get(key), higher.get(key)
            if before is not None and after is not None and after <= before:
                problems.add(higher.where(key), f"the {key} of levels must rise: {after} follows {before}")


def check_quotas(judging: Record, edition: Record, problems: Problems) -> None:
    """Note floors for values that do not exist, twice for one value, or for more places than there are."""
    known = {
        "KIND": list(KINDS),
        "CATEGORY": named(edition.get("categories", ()), "code"),
        "GROUP": named(edition.get("groups", ()), "code"),
    }
    totals: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for quota in judging.get("quotas", ()):
        dimension, value, floor = quota.get("dimension"), quota.get("value"), quota.get("floor")
        if dimension is None or value is None:
            continue
        if value not in known[dimension]:
            problems.add(quota.where("value"), f"no {dimension} '{value}'; {nearest(value, known[dimension])}")
        if (dimension, value) in seen:
            line = seen[dimension, value]
            problems.add(quota.where("value"), f"{dimension} '{value}' has a floor on line {line} already; keep one")
        seen.setdefault((dimension, value), quota.place.line)
        totals[dimension] = totals.get(dimension, 0) + (floor or 0)
    places = judging.get("places")
    for dimension, total in totals.items():
        if places and total > places:
            problems.add(judging.where("quotas"), f"floors of {dimension} take {total} places, the round has {places}")


def check_eligibility(edition: Record, problems: Problems) -> None:
    """Note a barred award that no edition gives."""
    known = [*AWARDS, *named(edition.get("rounds", ()), "award")]
    rules = edition.get("eligibility")
    for award in rules.get("barred_awards", ()) if rules else ():
        if award.value not in known:
            problems.add(award.place, f"no award '{award.value}'; {nearest(award.value, dict.fromkeys(known))}")


def check_screening(screening: Record | None, problems: Problems) -> None:
    """Note reasons of one code, and a second reader who would read nothing."""
    if screening is None:
        return
    check_once(screening.get("reasons", ()), "code", problems)
    second = screening.get("second_reader")
    if second is not None and second.get("percent") == 0 and not second.get("near_limit"):
        text = "'second_reader' would read nothing; give it a 'percent' or 'near_limit', or remove it"
        problems.add(second.place, text)


def check_files(edition: Record, problems: Problems) -> None:
    """Note a file that may be larger than all of them together, and letters of one code or without room."""
    files = edition.get("files")
    if files is None:
        return
    one, total, most = files.get("max_mb"), files.get("max_total_mb"), files.get("max_files")
    if one and total and one > total:
        text = f"one file of {one} MB does not fit into {total} MB for all; raise 'max_total_mb'"
        problems.add(files.where("max_total_mb"), text)
    letters = files.get("letters", ())
    check_once(letters, "code", problems)
    required = [letter for letter in letters if letter.get("required")]
    if most and len(required) > most:
        problems.add(files.where("max_files"), f"{len(required)} letters are required, so allow at least so many files")
