"""Walk the site as one person, and write down all that an outsider could compare: answers, their cost, and letters."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, fields
from functools import lru_cache
from html.parser import HTMLParser
from itertools import product
from random import Random
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from competition.models import Notice, Person
from competition.queries import site
from competition.queries.remembered import forget_rules
from competition.queries.site import forget_site_edition
from competition.views import public
from tests.house.twins import FIRST_ID, Fate, codes, undone

MISSING = "2222222222"
# What somebody types who wants to know the secret: words of it, orders by it, its states, and their opposites.
PROBES = (
    *("Gawai", "Selendang", "Penilai", "-skor", "skor", "-score", "score", "peringkat", "-rank", "total", "inputs_hash"),
    *(
        "FINALIS",
        "!FINALIS",
        "-status:finalis",
        "status:LOLOS",
        "LOCKED",
        "DRAFT",
        "SELECTED",
        "RATIFIED",
        "RECUSED",
        "CONFLICT",
    ),
    *("konflik", "terkunci", "80", ">80", "0", "-1", "999999", "%", "_", "' OR 1=1 --", "NOT x"),
)
# Names a filter may have although no form shows it.
GUESSED_FIELDS = ("q", "cari", "urut", "sort", "order", "status", "state", "tampil", "halaman", "page", "daftar", "format")
PAGES = ("0", "-1", "2", "999999", "x")
GUESSED_PATHS = (
    *("/robots.txt", "/sitemap.xml", "/feed/", "/feed.atom", "/rss.xml", "/hasil.json", "/hasil/2017.json", "/hasil/2017.csv"),
    *(
        "/hasil/2017/finalis/",
        "/hasil/2017/?format=json",
        "/hasil/2017/ekspor/",
        "/static/hasil/2017.html",
        "/static/hasil.json",
    ),
    *(
        "/media/hasil/2017.pdf",
        "/files/proposal.pdf",
        "/kalender.ics",
        "/api/v1/",
        "/api/v1/proposals/",
    ),
    *("/og/2017.png", "/babak/2017/desk/ekspor.csv", "/babak/2017/desk/peringkat.csv", "/penilaian/ekspor.csv", "/.env"),
    *("/static/kipp.css", "/static/../.data/secret_key", "/admin/judging/scoresheet/", "/admin/competition/auditentry/"),
)
# A form filled with what somebody would try who wants to know.
FILLED = {
    "title": "Selendang Bicara",
    "judul": "Selendang Bicara",
    "nomor": "KIPP17-2222-2222",
    "version": "1",
    "reason": "Uji",
    "email": "orang7@contoh.test",
    "note": "Uji",
    "statement": "Saya setuju",
    "seed": "1",
    "kind": "FAMILY",
    "text": "Uji",
}
MOST_PAGES = 900
MOST_TURNS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """All that somebody outside can see or measure of one answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int
    rows: int
    is_public: bool


Walk = dict[str, Answer]


class Meter:
    """Counts the questions asked of the database, and the rows they brought."""

    def __init__(self) -> None:
        self.queries = self.rows = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Count one question."""
        result = execute(sql, params, many, context)
        self.queries += 1
        self.rows += max(context["cursor"].cursor.rowcount, 0)
        return result


class Links(HTMLParser):
    """The addresses a page leads to, and the fields of its search forms with what each offers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self.searches = page, [], {}
        self.empty = 0
        self._fields: dict[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what leads on."""
        given = {name: value or "" for name, value in attrs}
        self.empty += tag == "a" and given.get("href") == ""
        if tag in ("a", "link") and given.get("href"):
            self._lead_to(given["href"])
        elif tag in ("img", "script", "iframe") and given.get("src"):
            self._lead_to(given["src"])
        elif tag == "form" and given.get("method", "get").lower() == "get":
            self._fields = self.searches.setdefault(urljoin(self.page, given.get("action", "")).split("?")[0], {})
        elif self._fields is not None and tag in ("input", "select", "textarea") and given.get("name"):
            self._select = given["name"]
            self._fields.setdefault(self._select, []).extend([given["value"]] if given.get("value") else [])
        elif self._fields is not None and tag == "option" and self._select:
            self._fields[self._select].append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Notice where a form ends."""
        if tag == "form":
            self._fields = None

    def _lead_to(self, href: str) -> None:
        target = urljoin(self.page, href.split("#")[0])
        parts = urlsplit(target)
        if target and not parts.scheme and not parts.netloc and not target.startswith("/static/"):
            self.found.append(target)


@lru_cache(maxsize=5000)
def links_of(path: str, body: bytes) -> Links:
    """Return what a page leads to; the same page is read once, however many people and worlds show it."""
    links = Links(path)
    links.feed(body.decode())
    assert not links.empty, f"{path}: a link leads nowhere"
    return links


class Walker:
    """One person's browser. Each request begins from the same state of everything that is not in the database."""

    factory = RequestFactory()

    def __init__(self, fate: Fate, person: Person | None) -> None:
        self.fate, self.cookies = fate, {}
        # A program has a key and no session.
        self.token = ""
        self.frame: dict[str, tuple[float, Any]] = {}
        self.handler = ClientHandler(enforce_csrf_checks=False)
        fate.random.seed(str(person and person.pk))
        if person is not None:
            client = Client()
            client.force_login(person)
            self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def ask(self, path: str, method: str = "GET", data: dict[str, str] | None = None, *, warm: bool = False) -> Answer:
        """Send one request and take back what it did to the database. `warm`: what this process keeps may answer."""
        if not warm:
            forget_site_edition()
            forget_rules()
            public._local.clear()
            # Year and name in the frame are read once per walk: its first page shows what that costs.
            site._FRAME.kept.update(self.frame)
        self.fate.random.seed(path)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        form = {"data": urlencode(data or {}), "content_type": "application/x-www-form-urlencoded"}
        key = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if self.token else {}
        request = self.factory.generic(method, path, **form, **key, HTTP_COOKIE=cookie)
        meter = Meter()
        # What GET does is nothing: test_access.py sees to that.
        with nullcontext() if method == "GET" else undone(), connection.execute_wrapper(meter):
            response = self.handler(request.environ)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        # Two worlds in which every page fails are equal, too.
        assert response.status_code != 500, f"{method} {path} failed"
        self.frame = self.frame or {key: (float("inf"), edition) for key, (_until, edition) in site._FRAME.kept.items()}
        return self._answer(response, body, meter)

    def _answer(self, response: Any, body: bytes, meter: Meter) -> Answer:
        found = [(name, value) for name, value in response.headers.items() if name != "Date"]
        found += [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        is_public = getattr(response.wsgi_request, "is_public", False)
        return Answer(response.status_code, tuple(sorted(found)), body, meter.queries, meter.rows, is_public)


def all_patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of every address with the converters of what it needs."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from all_patterns(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}{one.name}", one.pattern.converters


def guesses(name: str, argument: str, known: dict[str, list[str]]) -> list[object]:
    """Return what to put into an address: the first and the last of what exists, and what does not."""
    if argument == "code":
        kind = "innovation" if name == "submissions:innovation" else "assignment" if name.startswith("judging:") else "proposal"
        return [*dict.fromkeys(known[kind][:1] + known[kind][-1:]), MISSING]
    if argument == "institution":
        return [*known[argument], MISSING]
    fixed = {
        "year": [2017, 2016],
        "key": ["desk"],
        "listing": ["replikasi", "tiada"],
        "form": ["csv"],
        "version": [1, 2],
        "stage": ["registration"],
        "question": ["ringkasan", "tiada"],
        "app_label": ["auth"],
    }
    return fixed.get(argument, [])


def addresses(known: dict[str, list[str]]) -> list[str]:
    """Return every address there is, with known, foreign and missing arguments."""
    found = []
    # Of the admin two addresses stand for all: tests/house/test_access.py asks each of them as everybody.
    for name in (one for one, _ in all_patterns() if not one.startswith("admin:") or one in ("admin:index", "admin:login")):
        # Read again from the resolver: an included list has its parent's arguments too.
        for needed, converters in shapes(name):
            choices = [guesses(name, one, known) or other_guesses(converters.get(one)) for one in needed]
            found += [reverse(name, kwargs=dict(zip(needed, chosen, strict=True))) for chosen in product(*choices)]
    return list(dict.fromkeys(found))


def shapes(name: str) -> list[tuple[list[str], dict[str, Any]]]:
    """Return what an address of this name needs: names of arguments with their converters."""
    resolver, converters = get_resolver(), {}
    *spaces, last = name.split(":")
    for space in spaces:
        _prefix, resolver = resolver.namespace_dict[space]
        converters |= getattr(resolver.pattern, "converters", {})
    return [(list(possible[0][0][1]), converters | possible[3]) for possible in resolver.reverse_dict.getlist(last)]


def other_guesses(converter: Any) -> list[object]:
    """Return guesses for an argument nobody named here."""
    kind = type(converter).__name__
    if kind == "IntConverter":
        return [FIRST_ID, FIRST_ID + 1, FIRST_ID + 2, 999_999]
    return ["00000000-0000-4000-8000-000000000000"] if kind == "UUIDConverter" else [MISSING]


def searches(path: str, fields_: dict[str, list[str]], *, step: int) -> Iterator[str]:
    """Yield a page's searches: each field with all it offers and every so many of the probes, and the ends of its pages."""
    for name, offered in fields_.items():
        for value in dict.fromkeys((*offered, *(PROBES[:: 6 if offered else step]))):
            yield f"{path}?{urlencode({name: value})}"
    for page in PAGES:
        yield f"{path}?{urlencode({'halaman': page})}"


def odd_search(path: str) -> str:
    """Return a page asked with every field a filter may have, each with some probe."""
    draw = Random(path)
    return f"{path}?{urlencode({name: draw.choice(PROBES) for name in GUESSED_FIELDS})}"


def _is_often(variants: Counter, path: str) -> bool:
    """Say whether a page was met often enough with other turns of its address (the way back after signing in, a sort)."""
    variants[path.split("?")[0]] += 1
    return variants[path.split("?")[0]] > MOST_TURNS


def turns(path: str) -> bool:
    """Say whether a link only turns a page that is asked anyhow."""
    return "?next=" in path


def walk(walker: Walker, also: Iterable[str] = (), *, guess: bool = True, known: Iterable[str] = ()) -> Walk:
    """Ask for everything: what pages lead to, and what they do not; return the answers by method and path.

    `also`: where others were led, whose numbers and codes are tried here. Without `guess` only where pages lead is asked:
    enough for somebody who is in all but name what another one of the walkers is. `known`: pages that strangers searched
    through already, which only who guesses searches again.

    A public page is searched by one visitor only: it has no session, so it is the same for all.
    """
    answers: Walk = {}
    queue = deque(["/", "/beranda/"])
    if guess:
        queue.extend([*addresses(codes()), *(() if walker.cookies else GUESSED_PATHS), *also])
    searched, variants = set(() if guess else known), Counter()
    while queue and len(answers) < MOST_PAGES:
        path = queue.popleft()
        if f"GET {path}" not in answers:
            answer = answers[f"GET {path}"] = walker.ask(path)
            found = leads(path, answer, searched, deep=not (walker.cookies and answer.is_public), step=1 if guess else 3)
            queue.extend(one for one in found if not (turns(one) and _is_often(variants, one)))
    for key, answer in list(answers.items()) if guess else ():
        path = key.removeprefix("GET ")
        # What is missing is missing for every method; tests/house/test_access.py sees to that.
        if answer.status != 404 and not answer.is_public and "?" not in path:
            answers[f"POST {path}"] = walker.ask(path, "POST")
            answers[f"POST {path} filled"] = walker.ask(path, "POST", FILLED)
    return answers


def leads(path: str, answer: Answer, searched: set[str], *, deep: bool, step: int) -> Iterator[str]:
    """Yield where to go from an answer."""
    headers = dict(answer.headers)
    if (target := headers.get("Location", "")).startswith("/"):
        yield target
    if answer.status != 200 or not headers.get("Content-Type", "").startswith("text/html"):
        return
    links = links_of(path, answer.body)
    if deep or "?" not in path:
        # A search leads to further pages, and not to the same search with one more turn.
        yield from (one for one in links.found if "?" not in path or "?" not in one)
    for page, given in links.searches.items() if deep else ():
        if page not in searched:
            searched.add(page)
            yield from searches(page, given, step=step)
    if deep and "?" not in path:
        yield odd_search(path)


def letters(person: Person) -> list[tuple[str, str, str, str]]:
    """Return the letters written to a person."""
    rows = Notice.objects.filter(recipient=person).order_by("created_at", "event", "subject", "text")
    return list(rows.values_list("event", "subject", "text", "html"))


def differences(one: Walk, other: Walk) -> list[str]:
    """Return a line per answer in which two worlds can be told apart, with what differs."""
    found = [f"{key}: asked in one world only" for key in one.keys() ^ other.keys()]
    for key in one.keys() & other.keys():
        if one[key] != other[key]:
            names = [each.name for each in fields(Answer) if getattr(one[key], each.name) != getattr(other[key], each.name)]
            found.append(f"{key}: {', '.join(f'{name} {_shown(name, one[key], other[key])}' for name in names)}")
    return sorted(found)


def _shown(name: str, one: Answer, other: Answer) -> str:
    here, there = getattr(one, name), getattr(other, name)
    if name == "body":
        pairs: Iterable = zip(here.split(b"\n"), there.split(b"\n"), strict=False)
        line, twin = next(((a, b) for a, b in pairs if a != b), (here[-80:], there[-80:]))
        start = next((place for place, (a, b) in enumerate(zip(line, twin, strict=False)) if a != b), 0)
        here, there = (text[max(0, start - 40) : start + 60] for text in (line, twin))
    elif name == "headers":
        here, there = sorted(set(here) - set(there)), sorted(set(there) - set(here))
    return f"{here!r} / {there!r}"
