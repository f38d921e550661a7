"""FLT-15: every task delivered twice, in another order, in parallel and a day late does what one delivery does.

The world below has work for every task there is. A task that is new fails the first test until the world has work for it, and
is then covered by all others.
"""

import io
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

from competition import tasks as frame_tasks
from competition.celery import app
from competition.clock import read_clock
from competition.models import Admission, Edition, Notice, ParkedForm, Tally, WebhookDelivery
from competition.operations import notices
from competition.operations.admissions import Candidate, Contact, file_admission
from competition.operations.bulletins import plan_bulletin
from competition.operations.digests import choose_daily
from competition.operations.webhooks import make_webhook
from competition.queries.remembered import forget_rules
from competition.queries.site import forget_site_edition
from competition.queues import QUEUE_OF
from competition.scans import read_scan
from competition.zones import day_of
from judging.operations.announcements import approve_announcement, prepare_announcement
from submissions import tasks as entry_tasks
from submissions.models import ContinuationAsk, Document, Enclosure, Export, Innovation, Proposal
from submissions.operations.enclosures import keep_enclosure
from submissions.operations.exports import ask_export
from submissions.queries.pipeline import EVERY, PipelineFilter
from tests import builders
from tests.competition.operations.scripted_smtp import Script, scripted_server
from tests.evidence import APPS, stored
from tests.fixtures import audit_may_be_emptied
from tests.meanwhile import at_once
from tests.submissions import acts, crowds, files
from tests.webhooks import Receiver, receiver

pytestmark = pytest.mark.django_db(transaction=True)

Delivery = tuple[str, list]
MINUTES = timedelta(minutes=5)
DAY = timedelta(days=1)
# What tells worlds of one make apart that differ in their ids only.
TELLING = {"event", "attempts", "tries", "done", "total"}


class Broker:
    """Takes what the operations send, and delivers it as a test likes."""

    def __init__(self, told: Receiver) -> None:
        self.waiting: list[Delivery] = []
        # A machine of the institution, which webhooks lead to.
        self.told = told

    def take(self, name: str, args: list) -> None:
        """Keep a task."""
        self.waiting.append((name, args))

    def taken(self) -> list[Delivery]:
        """Hand out what waits."""
        waiting, self.waiting = self.waiting, []
        return waiting


@pytest.fixture(autouse=True)
def a_folder_for_pages(settings, tmp_path) -> None:
    settings.SITE_DIR = tmp_path / "site"


@pytest.fixture
def broker(monkeypatch, settings, tmp_path) -> Iterator[Broker]:
    settings.WEBHOOKS_AT_HOME = str(tmp_path / "home.pem")
    with receiver(tmp_path) as told:
        one = Broker(told)
        monkeypatch.setattr(notices._Broker, "quiet_until", 0.0)
        monkeypatch.setattr(notices.app, "send_task", one.take)
        yield one


@pytest.fixture
def sink(settings) -> Iterator[Script]:
    """A mail server that takes everything."""
    with scripted_server() as (script, port):
        settings.EMAIL_BACKEND = "competition.mail.WatchedBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        yield script


def make_world(broker: Broker) -> list[Delivery]:
    """Make work for every task, once announced and once lost on the way; return each task's first delivery."""
    at = read_clock()
    _announced_already(at)
    announced = broker.taken()
    cast = builders.make_cast(builders.make_edition())
    cast.edition.stages.filter(key="registration").update(closes_at=at + timedelta(hours=70))
    builders.make_auditor(cast.edition)
    builders.endorsed(cast)
    (known,) = crowds.innovations(cast, 1, is_public=True)
    known.awards.create(year=2015, name="Top 99", title_then=known.title)
    hook = {"url": broker.told.url, "events": ["proposal_submitted"], "at": at}
    make_webhook(institution=cast.institution, person=cast.administrator, **hook)
    lost = files.upload(cast, builders.draft(cast), files.pdf(1))
    ask = partial(ask_export, edition=cast.edition, person=cast.secretariat, asked=PipelineFilter(state=EVERY), form="csv")
    ask(at=at - MINUTES)
    apply("Badan Hilang", at - MINUTES)
    enclose(at - MINUTES)
    acts.send(cast, builders.endorsed(cast), at - MINUTES)
    for left in (-DAY, timedelta(hours=6) - MINUTES):
        mended = acts.send(cast, builders.endorsed(cast), at - DAY).proposal_id
        Proposal.objects.filter(pk=mended).update(state="CORRECTION", correct_by=at + left)
    words = {"text": "Kabar uji.", "text_en": "", "mail_to": "BOTH", "starts_at": at, "ends_at": at + 3 * DAY}
    plan_bulletin(edition=cast.edition, person=cast.secretariat, words=words, at=at)
    broker.taken()
    Document.objects.filter(pk=lost.pk).update(check_after=at - MINUTES)
    proposal = builders.draft(cast)
    files.upload(cast, proposal, files.pdf(2))
    ask(at=at)
    apply("Badan Baru", at)
    enclose(at)
    builders.submitted(cast)
    Document.objects.create(proposal=proposal, uploaded_by=cast.writer, name="a.pdf", size=9, started_at=at - 2 * DAY)
    ParkedForm.objects.create(person=cast.writer, path="/a/", sealed="", parked_at=at - DAY, ends_at=at - MINUTES)
    Tally.objects.create(key="a" * 64, kind="reset", last_at=at - 99 * DAY, free_at=at)
    builders.forwarded(cast)
    choose_daily(person=cast.administrator, topics=["PROPOSALS"], at=at)
    builders.forwarded(cast)
    Notice.objects.filter(state="DAILY").update(created_at=at - 2 * DAY)
    return announced + broker.taken() + [(name, []) for name in QUEUE_OF if not parameters(name)]


def _announced_already(at: datetime) -> None:
    """Make a list of an earlier year whose instant has come, and nobody was there to open it."""
    cast = builders.make_cast(builders.make_edition(year=2016))
    selection = builders.ratified(cast, 1)
    builders.open_the_stage(cast.edition, "announcement")
    known = {"selection": selection, "publish_at": at - MINUTES, "person": cast.secretariat2}
    one = prepare_announcement(**known, at=at - DAY)
    approve_announcement(announcement=one, seen=one.pk, person=cast.secretariat, at=at - DAY)
    # Whether it goes on was asked already: whoever opens the list first would otherwise decide whether it is asked this time.
    for innovation in Innovation.objects.filter(proposals__edition=cast.edition):
        known = {"institution": innovation.institution, "year": day_of(at).year, "asked_at": at}
        ContinuationAsk.objects.create(innovation=innovation, **known)
    Edition.objects.update(is_current=False)


def apply(name: str, at: datetime) -> None:
    """Let an institution ask to join."""
    contact = Contact("Narahubung", "Kepala", "baru@contoh.test")
    letter = read_scan("surat.pdf", files.pdf())
    file_admission(candidate=Candidate("AGENCY", name), contact=contact, letter=letter, at=at)


def enclose(at: datetime) -> None:
    """Keep a scan that belongs to no proposal."""
    with transaction.atomic():
        keep_enclosure(scan=read_scan("bukti.pdf", files.pdf()), at=at)


def parameters(name: str) -> int:
    """Return how many arguments a task takes."""
    app.loader.import_default_modules()
    code = app.tasks[name].run.__code__
    return code.co_argcount


def run(delivery: Delivery) -> object:
    """Carry one out, as a worker does."""
    name, args = delivery
    return app.tasks[name].run(*args)


def run_all(deliveries: list[Delivery], broker: Broker, *, dice: random.Random | None = None, copies: int = 1) -> None:
    """Carry out all, and what they ask for in their turn; with dice in any order."""
    waiting = deliveries * copies
    while waiting:
        if dice:
            dice.shuffle(waiting)
        run(waiting.pop(0))
        waiting += broker.taken() * copies


def look() -> dict[str, Counter]:
    """Return how many rows of which states every table has."""
    found = {}
    for model in [model for name in APPS for model in apps.get_app_config(name).get_models()]:
        told = [one.name for one in model._meta.concrete_fields if one.name in TELLING or one.choices]
        found[model._meta.label] = Counter(model.objects.order_by().values_list(*told)) if told else model.objects.count()
    return found


def each_once(sink: Script) -> bool:
    """Say whether letters were taken, and none twice."""
    return set(Counter(mail["Message-ID"] for mail in sink.taken).values()) == {1}


def empty(broker: Broker) -> None:
    """Begin anew."""
    with audit_may_be_emptied():
        call_command("flush", interactive=False, verbosity=0)
    forget_site_edition()
    forget_rules()


def test_the_world_has_work_for_every_task_and_doing_it_again_changes_nothing(broker, sink, monkeypatch, settings):
    """Row by row and letter by letter: in any order, twice, and of what names a row also a day late."""
    deliveries, idle = make_world(broker), []
    assert {name for name, _args in deliveries} == set(QUEUE_OF)
    for delivery in deliveries:
        before = stored()
        run(delivery)
        if stored() == before:
            idle.append(delivery)
    # Its work is files.
    assert idle == [("submissions.tasks.keep_site", [])]
    assert (settings.SITE_DIR / "current").exists()
    run_all(broker.taken(), broker)
    # By night reminders wait for the morning, which a day later would have come.
    Notice.objects.filter(state="WAITING").update(not_before=read_clock())
    run_all([*everything()[:1], ("competition.tasks.sweep_notices", [])], broker)
    before, letters = stored(), len(sink.taken)
    again = [one for one in everything() if one[0] != "competition.tasks.heartbeat"]
    run_all(again, broker, dice=random.Random(1), copies=2)
    assert stored() == before
    for module in (frame_tasks, entry_tasks):
        monkeypatch.setattr(module, "read_clock", lambda: read_clock() + DAY)
    run_all([one for one in again if one[1]], broker, dice=random.Random(2))
    assert stored() == before
    assert len(sink.taken) == letters
    assert each_once(sink)
    told = Counter(headers["X-KIPP-Delivery"] for _path, headers, _body in broker.told.taken)
    assert set(told.values()) == {1}
    assert set(told) == {str(pk) for pk in WebhookDelivery.objects.values_list("pk", flat=True)}


def everything() -> list[Delivery]:
    """Return every task there is, for every row it may be about."""
    again = [("competition.tasks.deliver_notices", [[str(pk) for pk in Notice.objects.values_list("pk", flat=True)]])]
    again += [("submissions.tasks.check_document", [code]) for code in Document.objects.values_list("code", flat=True)]
    again += [("competition.tasks.check_letter", [code]) for code in Admission.objects.values_list("code", flat=True)]
    again += [("submissions.tasks.check_enclosure", [code]) for code in Enclosure.objects.values_list("code", flat=True)]
    again += [("submissions.tasks.compare_text", [code]) for code in Proposal.objects.values_list("code", flat=True)]
    again += [("submissions.tasks.write_export", [code]) for code in Export.objects.values_list("code", flat=True)]
    again += [("competition.tasks.tell_webhook", [str(pk)]) for pk in WebhookDelivery.objects.values_list("pk", flat=True)]
    assert {name for name, _args in again} == {name for name in QUEUE_OF if parameters(name)}
    return again + [(name, []) for name in QUEUE_OF if not parameters(name)]


def shuffled_and_twice(deliveries: list[Delivery], broker: Broker) -> None:
    """One worker, that gets everything twice and in another order."""
    run_all(deliveries, broker, dice=random.Random(3), copies=2)


def in_parallel(deliveries: list[Delivery], broker: Broker) -> None:
    """Three workers, that all get everything at the same time, each in an order of its own."""

    def work(seed: int) -> None:
        mine = list(deliveries)
        random.Random(seed).shuffle(mine)
        for one in mine:
            run(one)

    for call in at_once(*[partial(work, seed) for seed in (4, 5, 6)]):
        assert call.error is None
    run_all(broker.taken(), broker)


@pytest.mark.parametrize("way", [shuffled_and_twice, in_parallel], ids=lambda way: way.__name__)
def test_from_the_beginning_it_comes_to_the_same_as_once(broker, sink, way):
    run_all(make_world(broker), broker)
    run_all([("competition.tasks.sweep_notices", [])], broker)
    once, letters = look(), len(sink.taken)
    empty(broker)
    way(make_world(broker), broker)
    run_all([("competition.tasks.sweep_notices", [])], broker)
    assert look() == once
    assert len(sink.taken) == 2 * letters
    assert each_once(sink)
    call_command("check_invariants", stdout=io.StringIO())
