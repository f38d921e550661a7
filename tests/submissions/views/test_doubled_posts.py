"""A form that arrives twice (an impatient finger, a line that repeats) makes what one makes, whatever it makes.

Nothing is lost, nothing is doubled, and the second answer is no error.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from competition.models import Membership
from tests import builders
from tests.evidence import stored
from tests.submissions import acts, files
from tests.submissions.views.pages import path, sign_in

pytestmark = pytest.mark.django_db


def start(cast):
    return cast.writer, reverse("submissions:start"), {"title": "Rumah Tunggu Kelahiran"}


def save(cast):
    where = path("answer", builders.draft(cast), "ringkasan")
    return cast.writer, where, {"text": "Isi yang baru.", "version": 1}


def upload(cast):
    where = path("upload", builders.draft(cast), "lain")
    return cast.writer, where, {"file": SimpleUploadedFile("sk.pdf", files.pdf())}


def forward(cast):
    return cast.writer, path("check", builders.draft(cast)), {}


def give_back(cast):
    return cast.administrator, path("return", builders.forwarded(cast)), {"note": "Perjelas angkanya."}


def endorse(cast):
    proposal = builders.forwarded(cast)
    shown = acts.shown_hash(proposal)
    return cast.leader, path("endorse", proposal), {"shown_hash": shown}


def submit(cast):
    return cast.administrator, path("submit", builders.endorsed(cast)), {}


def withdraw(cast):
    return cast.administrator, path("withdraw", builders.submitted(cast)), {"reason": "Angkanya keliru."}


def nudge(cast):
    proposal = builders.draft(cast)
    return cast.secretariat, reverse("submissions:nudge"), {"proposal": f"{proposal.code}:{proposal.state}"}


def export(cast):
    return cast.secretariat, reverse("submissions:export_list"), {"bentuk": "csv"}


def save_view(cast):
    return cast.secretariat, f"{reverse('submissions:save_view')}?status=DRAFT", {"nama": "Draf"}


def apply(cast):
    known = {"jenis": "AGENCY", "wilayah": "", "nama": "Badan Baru", "contact_name": "Ani", "contact_position": "Kepala"}
    known["contact_email"] = "ani@baru.test"
    return None, reverse("competition:apply"), known | {"letter": SimpleUploadedFile("surat.pdf", files.pdf())}


def invite(cast):
    values = {"email": "baru@contoh.test", "role": "WRITER", "unit": cast.unit.pk}
    return cast.administrator, reverse("competition:invite", args=[cast.institution.code]), values


def ask(cast):
    leader = Membership.objects.get(person=cast.leader)
    return cast.administrator, path("ask_endorsement", builders.forwarded(cast)), {"whom": leader.code}


ACTS = (ask, start, save, upload, forward, give_back, endorse, submit, withdraw, nudge, export, save_view, apply, invite)


@pytest.mark.parametrize("act", ACTS)
def test_arriving_twice_it_is_there_once(cast, act):
    person, where, values = act(cast)
    client = sign_in(person) if person else Client()
    before = stored()
    first = client.post(where, values)
    once = stored()
    assert once != before, first.content.decode()
    for file in (one for one in values.values() if isinstance(one, SimpleUploadedFile)):
        file.seek(0)
    second = client.post(where, values, follow=True)
    twice = stored()
    assert [table for table in once if once[table] != twice[table]] == []
    assert second.status_code == 200
