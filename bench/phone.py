"""The pages a phone opens on a weak line, with something on each: a draft, one that waits for its leader, one that was sent."""

from datetime import datetime
from random import Random
from types import SimpleNamespace

from django.urls import reverse

from competition.models import Edition, Membership, Person
from judging.management.demo.cast import Agency
from judging.management.demo.journey import Road, send, write_drafts
from submissions.operations.handovers import forward_proposal


def pages_on_a_phone(at: datetime) -> dict[str, tuple[str, str]]:
    """Write three proposals of the demo's unit and return, by page, who opens it ("" for nobody) and where it is."""
    writer, administrator, leader = (
        Person.objects.get(email=f"{name}@demo.test") for name in ("unit", "adminlokal", "pimpinan")
    )
    unit = Membership.objects.filter(person=writer).select_related("unit__institution").first().unit
    agency = Agency(unit=unit, writer=writer, administrator=administrator, leader=leader)
    road = Road(Edition.objects.get(is_current=True), SimpleNamespace(agencies=[agency]), Random(1), at)
    draft, waiting, sent = write_drafts(road, 3)
    send(road, [sent])
    forward_proposal(proposal=waiting, person=writer, at=at)
    question = draft.answers.order_by("pk").first().question.code
    return {
        "sign_in": ("", reverse("competition:sign_in")),
        "task_list": (writer.email, reverse("submissions:proposal", args=[draft.code])),
        "question": (writer.email, reverse("submissions:answer", args=[draft.code, question])),
        "header": (writer.email, reverse("submissions:about", args=[draft.code])),
        "endorsement": (leader.email, reverse("submissions:endorse", args=[waiting.code])),
        "receipt": (writer.email, reverse("submissions:receipt", args=[sent.code])),
    }
