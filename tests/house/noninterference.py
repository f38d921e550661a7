"""What the tests of non-interference share: two worlds that differ in one secret, and what each person can tell apart.

The tests stand in two files of about the same length in time, because a process of the suite takes whole files.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from tests.house import crawl, twins
from tests.house.twins import Twin

Act = Callable[[Twin], object]
Seen = dict[str, tuple[crawl.Walk, list]]

PUBLIC = ("anonymous", "deactivated")
AGENCY = ("writer", "administrator", "leader", "neighbour")
OTHER_AGENCIES = ("stranger", "other_administrator", "third")
BYSTANDERS = ("clerk", "coach", "judge_unassigned")
# These try every address with known, foreign and missing codes; the others follow what leads on, as far as it does.
GUESSING = {"anonymous", "writer", "judge"}
SEAL = re.compile(rb"\b[0-9a-f]{64}\b")
RUNNERS = ("secretariat", "organiser", "chair")


def walk_as(twin: Twin, actor: str) -> crawl.Walk:
    """Walk everywhere as this person, also where those before them were led.

    What the auditor reads has seals in it and hashes over them. Those differ, and tell nothing without the salt
    (tests/judging/plain/test_seals.py), so one stands for all.
    """
    walker = crawl.Walker(twin.fate, twin.people[actor])
    answers = crawl.walk(walker, twin.led, guess=actor in GUESSING, known=twin.open_to_all)
    if actor == "anonymous":
        twin.open_to_all |= searched_in(answers)
    if actor == "auditor":
        answers = {key: replace(answer, body=SEAL.sub(b"#", answer.body)) for key, answer in answers.items()}
    twin.led |= {key.removeprefix("GET "): None for key in answers if key.startswith("GET ") and "?" not in key}
    return answers


def searched_in(answers: crawl.Walk) -> set[str]:
    """Return the pages that answered a search."""
    return {key.removeprefix("GET ").split("?")[0] for key, one in answers.items() if "?" in key and one.status == 200}


# Judging is open. One reader is the same person in both worlds, with the same tasks.
READ_BY_TWO = (twins.sent_proposals, twins.assigned_to(0, 1), twins.accepted_by(0, 1))
READ_BY_ANOTHER = (twins.sent_proposals, twins.assigned_to(0, 2), twins.accepted_by(0, 2))
