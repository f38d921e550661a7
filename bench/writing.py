"""Deadline night in small: answers that save themselves at 32 clients, and proposals sent as fast as they come.

Runs before the bench fills the edition, while registration is open. What the clients were told is compared with the database.
"""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.seed import Bulk, write_answers
from competition.clock import read_clock
from competition.models import Edition, Institution, Membership, Person, Unit
from competition.operations.notices import announcements_held
from competition.words import normalise_title
from submissions.models import Answer, Endorsement, Innovation, Proposal, Screening, Submission
from submissions.queries.contents import content_hash

CLIENTS, SAVES = 32, 640
SENDERS, SENT = 8, 200
TOKEN = "a" * 32
LONG_AGO = timedelta(days=30)
TEXT = "Sebelum inovasi ini warga menunggu tiga hari; sekarang satu jam. "


@dataclass(frozen=True, slots=True)
class Post:
    """One request: where, as whom, and with what."""

    path: str
    cookies: str
    values: dict[str, str]


def measure_writing(base: str) -> dict:
    """Return the figures of saving and of sending, each beside its limit."""
    edition, at = Edition.objects.get(is_current=True), read_clock()
    with announcements_held():
        people, proposals = write_year(edition, at)
    figures = {"autosave": _saving(base, people, proposals), "sending": _sending(base, people, proposals)}
    put_aside()
    return figures


def write_drafts() -> None:
    """Write what is measured here, for somebody who measures something else with it."""
    with announcements_held():
        write_year(Edition.objects.get(is_current=True), read_clock())


def put_aside() -> None:
    """Screen out what was sent, here or for a phone: the ranking that is measured later waits for whatever nobody screened."""
    screener, at = Person.objects.get(email="sekretariat@demo.test"), read_clock()
    sent = list(Submission.objects.filter(proposal__state="SUBMITTED"))
    decision = {"result": "INELIGIBLE", "reason": "Bench.", "screened_by": screener, "screened_at": at}
    Screening.objects.bulk_create(Screening(proposal_id=one.proposal_id, submission=one, **decision) for one in sent)
    Proposal.objects.filter(submissions__in=sent).update(state="INELIGIBLE", state_since=at)


def write_year(edition: Edition, at: datetime) -> tuple[list[Person], list[Proposal]]:
    """Write administrators and, in institutions of their own, one endorsed proposal for each that is to be sent."""
    homes = list(Institution.objects.filter(valid_until=None, kind__in=("REGENCY", "CITY")).order_by("code")[:SENT])
    people = Person.objects.bulk_create(
        Person(email=f"kirim{place}@beban.test", name=f"Admin Beban {place}", password="!", joined_at=at)
        for place in range(SENDERS)
    )
    units = Unit.objects.bulk_create(Unit(institution=one, name="Unit Uji Kirim") for one in homes)
    Membership.objects.bulk_create(
        Membership(person=people[place % SENDERS], institution=one, role="ADMINISTRATOR", starts_at=at - LONG_AGO)
        for place, one in enumerate(homes)
    )
    parts = {name: Bulk(model) for name, model in MODELS.items()}
    questions = [one for one in edition.questions.all() if not one.groups and not one.asked_if]
    known = {"category": edition.categories.first(), "group": edition.groups.first(), "edition": edition}
    known |= {"state_since": at, "created_at": at, "changed_at": at, "started_on": date(at.year - 5, 1, 1)}
    chance = Random(1)
    for place, unit in enumerate(units):
        title, writer = f"Layanan malam penutupan nomor {place}", people[(place + 1) % SENDERS]
        key = normalise_title(title)
        innovation = parts["innovation"].add(title=title, title_key=key, institution=unit.institution, created_at=at)
        place_of = {"innovation": innovation, "institution": unit.institution, "unit": unit, "created_by": writer}
        # The last ones are still written on; what is sent was forwarded.
        state = "DRAFT" if place >= SENT - CLIENTS else "FORWARDED"
        proposal = parts["proposal"].add(title=title, title_key=key, state=state, **place_of, **known)
        items = write_answers(parts, proposal, writer, at, questions, chance)
        parts["endorsement"].add(
            proposal=proposal,
            content_hash=content_hash(proposal, items),
            version=1 + len(items),
            statement="Disetujui.",
            endorsed_by=writer,
            endorsed_at=at,
        )
    for bulk in parts.values():
        bulk.write()
    return people, parts["proposal"].rows


MODELS = {"innovation": Innovation, "proposal": Proposal, "answer": Answer, "endorsement": Endorsement}


def _saving(base: str, people: list[Person], proposals: list[Proposal]) -> dict:
    """Each client writes one answer of one proposal, on and on; beside it a bare view that inserts a row."""
    answers = [proposal.answers.select_related("question").order_by("-pk").first() for proposal in proposals[-CLIENTS:]]
    cookies = [cookies_of(people[(len(proposals) - CLIENTS + place) % SENDERS]) for place in range(CLIENTS)]
    queries = _queries_of_a_save(answers[0], people[(len(proposals) - CLIENTS) % SENDERS])

    def save(place: int, turn: int) -> Post:
        answer = answers[place]
        path = reverse("submissions:autosave", args=[answer.proposal.code, answer.question.code])
        version = str(answer.version + turn + (place == 0))
        return Post(path, cookies[place], {"text": f"{TEXT}{turn}", "version": version})

    bare = run_posts(
        base, CLIENTS, SAVES // CLIENTS, lambda _place, turn: Post("/bare/insert/", cookies[0], {"text": str(turn)})
    )
    own = run_posts(base, CLIENTS, SAVES // CLIENTS, save)
    kept = sum(
        Answer.objects.filter(pk__in=[one.pk for one in answers], text__startswith=TEXT).values_list("version", flat=True)
    )
    told = len(own.statuses) + 1 + sum(one.version for one in answers)
    ratio = round(own.p95 / bare.p95, 2)
    return {
        "clients": CLIENTS,
        "queries": {"figure": queries, "limit": 8, "holds": queries <= 8},
        "p50_ms": own.p50,
        "p95_ms": own.p95,
        "bare_insert_p95_ms": bare.p95,
        "p95_ratio": {"figure": ratio, "limit": 4, "holds": ratio <= 4},
        "refused": sum(status != 200 for status in own.statuses),
        "lost": told - kept,
    }


def _queries_of_a_save(answer: Answer, person: Person) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    path = reverse("submissions:autosave", args=[answer.proposal.code, answer.question.code])
    # The first request of a session writes down that it began.
    client.get(reverse("competition:account"))
    return queries_of(client, path, {"text": TEXT, "version": answer.version}, 200)


def _queries_of_a_sending(proposal: Proposal, person: Person) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    path = reverse("submissions:submit", args=[proposal.code])
    client.get(path)
    with announcements_held():
        return queries_of(client, path, {}, 302)


def queries_of(client: Client, path: str, values: dict[str, object], expected: int) -> int:
    """Return how many queries a post asks, but for those that begin and end transactions."""
    with CaptureQueriesContext(connection) as asked:
        status = client.post(path, values).status_code
    if status != expected:
        raise RuntimeError(f"{path}: {status}")
    return len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


def _sending(base: str, people: list[Person], proposals: list[Proposal]) -> dict:
    """Send every proposal that nobody wrote on, once each, from eight administrators at once."""
    *waiting, last = proposals[: SENT - CLIENTS]
    queries = _queries_of_a_sending(last, people[len(waiting) % SENDERS])
    cookies = [cookies_of(one) for one in people]
    mine = [waiting[place::SENDERS] for place in range(SENDERS)]
    turns = min(map(len, mine))

    def send(place: int, turn: int) -> Post:
        return Post(reverse("submissions:submit", args=[mine[place][turn].code]), cookies[place], {})

    begun = time.perf_counter()
    times = run_posts(base, SENDERS, turns, send)
    speed = round(turns * SENDERS / (time.perf_counter() - begun), 1)
    told = sum(status == 302 for status in times.statuses)
    kept = Submission.objects.filter(proposal__in=waiting).count()
    return {
        "clients": SENDERS,
        "per_second": {"figure": speed, "limit": 20, "holds": speed >= 20},
        "p95_ms": times.p95,
        "queries": {"figure": queries, "limit": 40, "holds": queries <= 40},
        "acknowledged": told,
        "lost": {"figure": told - kept, "limit": 0, "holds": told == kept == turns * SENDERS},
    }


@dataclass(frozen=True, slots=True)
class Run:
    """How long so many posts took, and what they were answered with."""

    p50: float
    p95: float
    statuses: list[int]


def run_posts(base: str, clients: int, turns: int, post: Callable[[int, int], Post]) -> Run:
    """Send from so many clients at once, each one after the other, with a connection for each request."""
    took: list[float] = []
    statuses: list[int] = []

    def work(place: int) -> None:
        for turn in range(turns):
            begun = time.perf_counter()
            statuses.append(_send(base, post(place, turn)))
            took.append((time.perf_counter() - begun) * 1000)

    _all_at_once(work, range(clients))
    ordered = sorted(took)
    return Run(round(statistics.median(ordered), 1), round(ordered[int(len(ordered) * 0.95)], 1), statuses)


def _all_at_once(work: Callable[[int], None], places: Iterable[int]) -> None:
    threads = [threading.Thread(target=work, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _send(base: str, post: Post) -> int:
    line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    headers = {"Cookie": post.cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", post.path, body=urlencode(post.values), headers=headers | {"Connection": "close"})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def cookies_of(person: Person) -> str:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
