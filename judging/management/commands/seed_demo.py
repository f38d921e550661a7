"""manage.py seed_demo [--proposals N] [--judges N] [--until STAGE] [--seed S]"""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from random import Random

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from competition.clock import read_clock
from competition.models import Edition
from competition.operations.calendar import shift_calendar
from competition.operations.editions import load_edition
from competition.operations.notices import announcements_held, settle_past_notices
from competition.operations.reference import load_reference
from competition.presets import find_preset, read_preset
from judging.management.demo import coachings, journey, replications
from judging.management.demo.cast import make_cast
from judging.management.demo.clinics import hold_clinics
from submissions.award_lists import read_award_list
from submissions.operations.innovations import import_innovations

# Where the present instant falls in the moved calendar: stage, and the share of it that has passed.
PRESENT = {
    "draft": ("registration", None),
    "submitted": ("registration", None),
    "screened": ("judging", 0.05),
    "assigned": ("judging", 0.15),
    "scored": ("judging", 0.9),
    "ranked": ("judging", 0.9),
    "published": ("announcement", 0.05),
}
STAGES = tuple(PRESENT)
PER_JUDGE = 60
LEAST_JUDGES = 3


class Command(BaseCommand):
    """Fill an empty database with the demo: the 2017 edition, the cast, and proposals up to a stage."""

    help = "Fill an empty database with the demo edition. The same seed gives the same proposals and scores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much, how far, and by which chance."""
        parser.add_argument("--proposals", type=int, default=3, help="how many proposals are begun (default 3)")
        parser.add_argument("--judges", type=int, default=0, help="how many judges (default: as many as are needed)")
        parser.add_argument("--until", choices=STAGES, default="draft", help="the stage that is reached (default draft)")
        parser.add_argument("--seed", type=int, default=2017, help="seed of everything that is drawn by lot")

    def handle(self, *args: object, **options: object) -> None:
        """Do it in one transaction: all of the demo, or nothing."""
        if Edition.objects.exists():
            raise CommandError("the database already has an edition; seed_demo fills an empty one (make reset)")
        if options["proposals"] < 1:
            raise CommandError("--proposals: at least 1")
        with announcements_held(), transaction.atomic():
            password = self.fill(**{key: options[key] for key in ("proposals", "judges", "until", "seed")})
        self.stdout.write(f"demo edition 2017 is at: {options['until']}, {options['proposals']} proposals")
        self.stdout.write(f"password of the demo accounts: {password}")

    def fill(self, proposals: int, judges: int, until: str, seed: int) -> str:
        """Load what is shipped, make the cast, walk the road; return the cast's password."""
        now = read_clock()
        load_reference(at=now)
        load_winners(now)
        edition = load_edition(preset=read_preset(find_preset("2017")), person=None, at=now, open_now=True, current=True)
        self.move(edition, until, now)
        since = edition.stages.order_by("opens_at", "pk").first().opens_at - timedelta(days=30)
        needed = ceil(proposals * journey.SENT_SHARE * 3 / PER_JUDGE)
        cast = make_cast(edition, max(2, proposals // 3), judges or max(LEAST_JUDGES, needed), since)
        hold_clinics(edition, cast, now)
        road = journey.Road(edition=edition, cast=cast, chance=Random(seed), now=now)
        walk(road, proposals, STAGES.index(until))
        settle_past_notices(before=read_clock())
        return cast.password

    def move(self, edition: Edition, until: str, now: datetime) -> None:
        """Put the calendar where the present falls into the stage that the demo is to reach."""
        key, share = PRESENT[until]
        if share is not None:
            stage = edition.stages.get(key=key)
            span = now - stage.opens_at - (stage.closes_at - stage.opens_at) * share
            # Whole days, so that what opens at 10.00 WIB still does; never less of the stage has passed than asked.
            shift_calendar(edition=edition, span=timedelta(days=span // timedelta(days=1)))


def load_winners(at: datetime) -> None:
    """Bring the shipped list of earlier winners into the registry."""
    shipped = apps.get_app_config("submissions").path
    raw = (Path(shipped) / "data" / "innovations.csv").read_bytes()
    import_innovations(award_list=read_award_list(raw), person=None, at=at)


def walk(road: journey.Road, proposals: int, last: int) -> None:
    """Take the steps up to the stage of this number."""
    drafts = journey.write_drafts(road, proposals)
    if last == STAGES.index("draft"):
        coachings.coach_drafts(road, drafts)
    if last >= STAGES.index("submitted"):
        journey.check_files(road)
        sent = journey.send(road, drafts)
    if last >= STAGES.index("screened"):
        journey.screen(road, sent)
    if last >= STAGES.index("assigned"):
        journey.assign(road)
    if last >= STAGES.index("scored"):
        journey.score(road)
    if last >= STAGES.index("ranked"):
        journey.rank(road)
    if last >= STAGES.index("published"):
        journey.publish(road)
        replications.replicate(road)
