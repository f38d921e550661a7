"""Copies among thousands of texts: how many are found, how many are wrongly accused, and how long one new text takes.

The texts are made: words by Zipf's law, each followed by one of its few usual companions half of the time, so that independent
texts share phrases as real ones do, with sentences of a common stock in every text. A copy is another text of which a share of
the words was replaced.
"""

import time
from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from submissions.models import Endorsement, Proposal, Submission, TextSketch
from submissions.queries.copies import near_sketches
from submissions.shingles import count_shared, most_in_common, near_ones, sketch_of

TEXTS, COPIES, LONG = 3000, 300, 30_000
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
RECALL, FALSE_ALARMS, SECONDS = 0.8, 0, 5


class Language:
    """Makes texts that read like nothing and repeat like something."""

    def __init__(self, chance: Random, words: int = 8000, companions: int = 8) -> None:
        self.chance = chance
        self.words = [f"kata{place}" for place in range(words)]
        self.weights = [0.0]
        for place in range(words):
            self.weights.append(self.weights[-1] + 1 / (place + 2.7))
        self.usual = {one: self.draw(companions) for one in self.words}
        self.stock = [self.sentence(14) for _ in range(60)]

    def draw(self, number: int) -> list[str]:
        """Return words as often as words occur."""
        return self.chance.choices(self.words, cum_weights=self.weights[1:], k=number)

    def sentence(self, length: int) -> list[str]:
        """Return a run of words."""
        said = self.draw(1)
        for fresh in self.draw(length - 1):
            said.append(self.chance.choice(self.usual[said[-1]]) if self.chance.random() < 0.5 else fresh)
        return said

    def text(self) -> list[str]:
        """Return some 700 to 1,400 words, a tenth of them from the common stock."""
        said: list[str] = []
        for _ in range(self.chance.randint(50, 100)):
            said += self.chance.choice(self.stock) if self.chance.random() < 0.1 else self.sentence(14)
        return said

    def copy(self, text: list[str], share: float) -> list[str]:
        """Return the text with about this share of its words replaced."""
        fresh = iter(self.draw(len(text)))
        return [next(fresh) if self.chance.random() < share else word for word in text]


def measure_copying(at: datetime) -> dict:
    """Return recall, false alarms and the time of one text against many; leaves nothing in the database."""
    language = Language(Random(7))
    texts = [language.text() for _ in range(TEXTS)]
    found, wrong, by_share = judge(language, texts)
    seconds, number = time_one(language, texts, at)
    return {
        "copies_found": {"figure": round(found, 3), "limit": RECALL, "holds": found >= RECALL, "by_share_of_words": by_share},
        "wrongly_accused": {"figure": wrong, "limit": FALSE_ALARMS, "holds": wrong <= FALSE_ALARMS},
        "copies_seconds_of_one": {"figure": round(seconds, 3), "limit": SECONDS, "holds": seconds <= SECONDS, "texts": number},
    }


def judge(language: Language, texts: list[list[str]]) -> tuple[float, int, dict[str, float]]:
    """Return the share of planted copies found, how many texts were accused wrongly, and the share by replaced words."""
    copies = [(place % len(texts), SHARES[place % len(SHARES)]) for place in range(COPIES)]
    sketches = [sketch_of(" ".join(one)) for one in texts]
    sketches += [sketch_of(" ".join(language.copy(texts[source], share))) for source, share in copies]
    holders = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for one in sketch:
            holders[one].append(place)
    sizes = dict(enumerate(map(len, sketches)))
    most, wrong, hits = most_in_common(len(sketches)), 0, defaultdict(list)
    for place, sketch in enumerate(sketches):
        shared = count_shared((holders[one] for one in sketch), most)
        shared.pop(place)
        near = {one for one, _share in near_ones(shared, len(sketch), sizes)}
        kin = _kin(place, copies, len(texts))
        wrong += bool(near - kin)
        if place >= len(texts):
            source, share = copies[place - len(texts)]
            hits[share].append(source in near)
    found = [one for some in hits.values() for one in some]
    return sum(found) / len(found), wrong, {f"{share:.0%}": sum(some) / len(some) for share, some in sorted(hits.items())}


def time_one(language: Language, texts: list[list[str]], at: datetime) -> tuple[float, int]:
    """Return the seconds of one new text against those of all proposals, each given a made sketch, and how many these are."""
    numbers = [one for text in texts for one in sketch_of(" ".join(text))]
    with transaction.atomic():
        sent = send_all(at)
        rows = [
            TextSketch(submission=one, proposal_id=one.proposal_id, hashes=language.chance.sample(numbers, 250), percent=0)
            for one in sent
        ]
        with connection.cursor() as cursor:
            # The installation's own workers go on drawing sketches of what was sent.
            cursor.execute("LOCK TABLE submissions_textsketch IN SHARE ROW EXCLUSIVE MODE")
            TextSketch.objects.all().delete()
            TextSketch.objects.bulk_create(rows, batch_size=1000)
            cursor.execute("ANALYZE submissions_textsketch")
        text = " ".join(language.text())
        begun = time.perf_counter()
        near_sketches(0, sketch_of(text))
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return seconds, len(sent)


def send_all(at: datetime) -> list[Submission]:
    """Write an empty sending of every proposal, at most `LONG`."""
    endorsement = Endorsement.objects.first()
    known = {"snapshot": {}, "sha256": "0" * 64, "endorsement": endorsement, "submitted_by": endorsement.endorsed_by}
    known |= {"received_at": at, "closes_at": at + timedelta(days=1)}
    proposals = Proposal.objects.order_by("pk").values_list("pk", flat=True)[:LONG]
    rows = [Submission(proposal_id=pk, number=f"BENCH-{place}", **known) for place, pk in enumerate(proposals)]
    return Submission.objects.bulk_create(rows, batch_size=1000)


def _kin(place: int, copies: list[tuple[int, float]], texts: int) -> set[int]:
    """Return what a text may be like: its copies, its source and the source's other copies."""
    source = place if place < texts else copies[place - texts][0]
    return {source, *(texts + one for one, (of, _share) in enumerate(copies) if of == source)} - {place}
