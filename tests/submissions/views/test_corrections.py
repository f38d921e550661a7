"""Both sides read until when a correction can be sent, and what becomes of one that was not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.zones import format_closing, format_zones, last_minute
from submissions.models import Proposal
from submissions.operations.corrections import end_corrections
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_screening import MOST_QUERIES, decide, decision

pytestmark = pytest.mark.django_db
DESK = "/proposal/"


@pytest.fixture
def sent(cast) -> Proposal:
    """Return a proposal that waits, in an edition that gives a correction one working day; screening is open for long."""
    proposal = builders.submitted(cast, title="Rumah Tunggu Kelahiran")
    builders.open_the_stage(cast.edition, "screening")
    stage = cast.edition.stages.get(key="screening")
    cast.edition.stages.filter(pk=stage.pk).update(closes_at=stage.closes_at + timedelta(days=60))
    acts.give_days(cast, 1)
    return Proposal.objects.get(pk=proposal.pk)


def ask(cast, sent) -> Proposal:
    """Ask for a correction by the pages."""
    decide(sign_in(cast.secretariat), sent, decision("CORRECTION", "Lengkapi angka."))
    return Proposal.objects.get(pk=sent.pk)


def test_who_asks_reads_before_until_when_it_can_be_sent(cast, sent):
    client = sign_in(cast.secretariat)
    client.post(path("screen", sent), decision("CORRECTION", "Lengkapi angka."))
    page = path("confirm_screening", sent)
    with CaptureQueriesContext(connection) as asked:
        text = text_of(client.get(page))
    assert len(asked) <= MOST_QUERIES
    assert "Akhir pekan, hari libur nasional, dan cuti bersama tidak dihitung." in text
    assert format_zones(last_minute(ask(cast, sent).correct_by)) in text
    client.post(path("screen", sent), decision())
    assert "perbaikan dapat dikirim sampai" not in text_of(client.get(page))


def test_both_sides_read_it_while_it_is_mended(cast, sent):
    zones = format_zones(last_minute(ask(cast, sent).correct_by))
    writer, office = sign_in(cast.writer), sign_in(cast.secretariat)
    for client, page in ((writer, DESK), (writer, path("proposal", sent)), (office, path("screen", sent))):
        assert zones in text_of(client.get(page)), page


def test_the_whole_text_says_which_part_of_it_was_never_sent(cast, sent, at):
    reader, page = sign_in(cast.administrator), path("read", sent)
    ask(cast, sent)
    assert "tidak pernah dikirim" not in reader.get(page).text
    acts.rewrite(cast, sent, at, "Angka yang dilengkapi, tetapi tidak dikirim.")
    assert "tidak pernah dikirim" not in reader.get(page).text
    Proposal.objects.filter(pk=sent.pk).update(correct_by=at - timedelta(hours=1))
    end_corrections(at=at)
    text = text_of(reader.get(page))
    assert "Sebagian isi di bawah ini tidak pernah dikirim" in text
    assert ": Ringkasan. Sekretariat dan penilai membaca kiriman itu." in text
    # Also after it was decided: what was sent stands.
    decide(sign_in(cast.secretariat), sent)
    assert "tidak pernah dikirim" in reader.get(page).text


def test_after_it_both_sides_read_that_the_earlier_sending_counts(cast, sent, at):
    correct_by = ask(cast, sent).correct_by
    Proposal.objects.filter(pk=sent.pk).update(correct_by=at - timedelta(hours=1))
    writer, office, key = sign_in(cast.administrator), sign_in(cast.secretariat), uuid4()
    assert "Batas perbaikan sudah lewat pada" in text_of(writer.get(path("proposal", sent)))
    end_corrections(at=at)
    when = format_closing(at - timedelta(hours=1))
    assert correct_by > at
    assert f"Perbaikan tidak dikirim sampai {when}. Proposal tetap ikut" in text_of(writer.get(path("proposal", sent)))
    assert f"Batas perbaikan lewat pada {when}. Yang dibaca di sini ialah kiriman" in text_of(office.get(path("screen", sent)))
    # Whoever pressed too late is not told that it was sent.
    page = writer.get(f"{path('submit', sent)}{key}/?ke=10")
    assert "Terkirim pada" not in text_of(page)
    late = writer.post(f"{path('submit', sent)}{key}/", {"key": str(key)})
    assert late.status_code == 403
    assert "Batas perbaikan sudah lewat pada" in text_of(late)
    assert decide(office, sent).status_code == 302
    assert Proposal.objects.get(pk=sent.pk).state == "ELIGIBLE"
