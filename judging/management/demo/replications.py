"""Two replications for the demo: one confirmed and shown to everybody, one that has just begun."""

from datetime import timedelta

from competition.scans import read_scan
from competition.zones import day_of
from judging.management.demo.cast import Agency
from judging.management.demo.files import make_letter
from judging.management.demo.journey import Road
from submissions.models import Innovation
from submissions.operations.enclosures import check_enclosure
from submissions.operations.replication_notes import (
    Figure,
    Progress,
    note_step,
    report_replication,
    show_replication,
    write_message,
)
from submissions.operations.replications import (
    Wish,
    agree_replication,
    approve_replication,
    ask_replication,
    begin_replication,
    confirm_replication,
    mark_of_report,
)
from submissions.replicating import STEP_KEYS

PLAN = "Alurnya dipakai seperti aslinya. Jam buka dan jadwal petugas disesuaikan dengan keadaan setempat."
ADAPTED = "Alur dan formulirnya sama. Jam buka diubah menjadi sore, karena pagi warga bekerja di kebun."
FIGURES = (
    Figure("Waktu tunggu", "90 menit", "25 menit"),
    Figure("Warga yang dilayani per bulan", "210 orang", "540 orang"),
)


def replicate(road: Road) -> None:
    """Let agencies take over each other's announced innovations; where none of theirs is announced, nothing happens."""
    home, others = road.cast.agencies[0], road.cast.agencies[1:]
    found = [(agency, one) for agency in others if (one := _announced(agency)) is not None]
    if found:
        _confirmed(road, found[0][1], origin=found[0][0], replicator=home)
    own = _announced(home)
    if own is not None and others:
        known = {"innovation": own, "institution": others[0].unit.institution, "person": others[0].writer, "at": road.now}
        begun = ask_replication(wish=Wish(others[0].unit.name, PLAN), **known)
        write_message(replication=begun, person=home.writer, text="Silakan berkunjung pekan depan.", at=road.now)


def _announced(agency: Agency) -> Innovation | None:
    return Innovation.objects.filter(institution=agency.unit.institution, is_public=True).order_by("pk").first()


def _confirmed(road: Road, innovation: Innovation, *, origin: Agency, replicator: Agency) -> None:
    at, theirs, ours = road.now, {"person": replicator.administrator}, {"person": origin.administrator}
    wish = Wish(replicator.unit.name, PLAN)
    one = ask_replication(innovation=innovation, institution=replicator.unit.institution, wish=wish, at=at, **theirs)
    write_message(replication=one, text="Bolehkah kami melihat formulir aslinya?", at=at, person=replicator.writer)
    write_message(replication=one, text="Boleh. Formulirnya kami serahkan saat kunjungan.", at=at, person=origin.writer)
    one = agree_replication(replication=one, scan=read_scan("kesepakatan.pdf", make_letter()), at=at, **theirs)
    if not check_enclosure(code=one.agreement.code, at=at):
        # Nobody could look at it here; a worker will, and the original institution decides then.
        return
    one = approve_replication(replication=one, at=at, **ours)
    one = begin_replication(replication=one, at=at, **theirs)
    for number, key in enumerate(STEP_KEYS):
        progress = Progress(done_on=day_of(at) - timedelta(days=len(STEP_KEYS) - number))
        note_step(replication=one, key=key, progress=progress, at=at, **theirs)
    one = report_replication(replication=one, adapted=ADAPTED, figures=FIGURES, at=at, **theirs)
    one = confirm_replication(replication=one, seen=mark_of_report(one), at=at, **ours)
    for person in (replicator.administrator, origin.administrator):
        one = show_replication(replication=one, person=person, is_shown=True, at=at)
