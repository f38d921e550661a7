"""What the secretariat fills in about a sent proposal, reads once more, and confirms."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competition.clock import read_clock
from competition.middleware import LANGUAGE_COOKIE
from competition.models import Membership, Notice, Stage
from submissions.eligibility import CHECKS
from submissions.models import Proposal, Screening
from tests import builders
from tests.submissions import acts
from tests.submissions.views.pages import path, sign_in, text_of
from tests.submissions.views.test_screening import LIST, MOST_QUERIES, confirm, decide, decision, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast) -> Proposal:
    """Return a proposal that waits, with screening open."""
    proposal = builders.submitted(cast, title="Rumah Tunggu Kelahiran")
    builders.open_the_stage(cast.edition, "screening")
    return Proposal.objects.get(pk=proposal.pk)


class TestDeciding:
    def test_passing_leads_to_the_next(self, cast, sent):
        builders.open_the_stage(cast.edition, "registration")
        following = builders.submitted(cast)
        builders.open_the_stage(cast.edition, "screening")
        client = sign_in(cast.secretariat)
        response = decide(client, sent)
        assert response.status_code == 302
        assert response.url == path("screen", following)
        assert state_of(sent) == "ELIGIBLE"
        assert "Keputusan untuk “Rumah Tunggu Kelahiran” dicatat: Lolos." in client.get(response.url).text
        assert decide(client, following).url == LIST

    @pytest.mark.parametrize(("result", "state"), [("INELIGIBLE", "INELIGIBLE"), ("CORRECTION", "CORRECTION")])
    def test_refusing_tells_the_agency_why(self, cast, sent, result, state):
        response = decide(sign_in(cast.secretariat), sent, decision(result, "Data tahun 2016 belum ada.", age="tidak"))
        assert response.status_code == 302
        assert state_of(sent) == state
        screening = Screening.objects.get()
        assert [line.check_code for line in screening.lines.filter(passed=False)] == ["age"]
        assert screening.lines.filter(machine_passed=True).count() == len(CHECKS)
        letters = Notice.objects.filter(event="proposal_screened")
        assert {letter.recipient for letter in letters} == {cast.writer, cast.colleague, cast.administrator, cast.leader}
        assert all("> Data tahun 2016 belum ada" in letter.text.replace("\u200b", "") for letter in letters)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"result": ""}, "Pilih hasil"),
            ({"result": "MUNGKIN"}, "Pilih hasil"),
            ({"result": "INELIGIBLE"}, "Isi alasan keputusan"),
            ({"result": "CORRECTION", "reason": "  \n "}, "Isi alasan keputusan"),
            ({"check_age": ""}, "Pilih Terpenuhi atau Tidak terpenuhi untuk “Umur inovasi mencukupi”"),
            ({"check_title": "apa"}, "Pilih Terpenuhi atau Tidak terpenuhi untuk “Judul belum dipakai proposal lain”"),
            ({"check_age": "tidak"}, "ada butir yang tidak terpenuhi, jadi proposal tidak dapat diloloskan"),
            ({"reason": "x" * 4001, "result": "INELIGIBLE"}, "Alasan paling banyak 4000 huruf. Sekarang 4001 huruf."),
        ],
    )
    def test_incomplete_answers_are_named_and_kept(self, cast, sent, given, message):
        page = sign_in(cast.secretariat).post(path("screen", sent), decision() | given)
        assert page.status_code == 200
        # Once in the summary, once at the field, in the same words.
        assert text_of(page).count(message) == 2
        assert "Kesalahan:" in page.text
        assert page.context["form"]["check_limits"].value() == "ya"
        assert state_of(sent) == "SUBMITTED"
        assert not Screening.objects.exists()

    def test_typed_reason_is_kept(self, cast, sent):
        page = sign_in(cast.secretariat).post(path("screen", sent), decision("INELIGIBLE", "Kata-kata saya <b>", age=""))
        assert "Kata-kata saya &lt;b&gt;</textarea>" in page.text

    def test_second_decision_is_refused_with_the_first_shown(self, cast, sent):
        """N-4: a later save gets 409 and loses no word."""
        first, second = sign_in(cast.secretariat), sign_in(cast.secretariat2)
        decide(first, sent)
        page = second.post(path("screen", sent), decision("INELIGIBLE", "Saya kira tidak lolos.", age="tidak"))
        assert page.status_code == 409
        assert "Proposal ini tidak sedang menunggu pemeriksaan." in page.text
        assert "Saya kira tidak lolos." in page.text
        assert "Secretariat · " in text_of(page)
        assert state_of(sent) == "ELIGIBLE"
        assert Screening.objects.count() == 1

    def test_own_institution_is_refused(self, cast, sent):
        Membership.objects.create(
            person=cast.secretariat, institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO
        )
        client = sign_in(cast.secretariat)
        for page in (client.get(path("screen", sent)), client.post(path("screen", sent), decision())):
            assert page.status_code == 403
            assert "Anda berkonflik dengan proposal ini, jadi diurus orang lain di sekretariat." in page.text
        assert state_of(sent) == "SUBMITTED"

    @pytest.mark.parametrize(("left", "status"), [(timedelta(seconds=30), 302), (timedelta(0), 409)])
    def test_window_decides_to_the_instant(self, cast, sent, left, status):
        Stage.objects.filter(edition=cast.edition, key="screening").update(closes_at=read_clock() + left)
        page = decide(sign_in(cast.secretariat), sent)
        assert page.status_code == status
        assert (state_of(sent) == "SUBMITTED") == (status == 409)

    def test_fields_of_the_row_cannot_be_set_from_outside(self, cast, sent):
        """SEC-10: only the answers are read."""
        extra = {
            "state": "INELIGIBLE",
            "screened_by": cast.chair.pk,
            "submission": 1,
            "machine_passed": "",
            "check_extra": "ya",
        }
        decide(sign_in(cast.secretariat), sent, decision() | extra)
        screening = Screening.objects.get()
        assert screening.screened_by == cast.secretariat
        assert screening.lines.count() == len(CHECKS)

    def test_decided_proposal_shows_the_decision(self, cast, sent):
        client = sign_in(cast.secretariat)
        decide(client, sent, decision("INELIGIBLE", "Belum satu tahun.", age="tidak"))
        text = text_of(client.get(path("screen", sent)))
        assert "Tidak lolos · Secretariat" in text
        assert "Tidak terpenuhi: Umur inovasi mencukupi" in text
        assert "Belum satu tahun." in text
        assert "Baca dan putuskan" not in text

    def test_a_failure_is_read_before_it_is_sent(self, cast, sent):
        """N-1, N-2: a cause is a formal sentence, and what is confirmed is what was shown."""
        for order, (code, check) in enumerate((("muda", "age"), ("sama", "title"))):
            texts = {"text": f"Kalimat {code}.", "text_en": f"Sentence {code}."}
            cast.edition.screening_reasons.create(code=code, check_code=check, order=order, **texts)
        client, given = sign_in(cast.secretariat), decision("INELIGIBLE", "", age="karena-muda")
        page = client.post(path("screen", sent), given, follow=True)
        assert page.request["PATH_INFO"] == path("confirm_screening", sent)
        assert "Yang dibaca instansi Kalimat muda." in text_of(page)
        assert "Sentence muda." in text_of(page)
        shown = page.context["drafted"].seal
        client.post(path("screen", sent), given | {"reason": "Lihat panduan."})
        page = confirm(client, sent, shown)
        assert page.status_code == 409
        assert "Draf ini sudah berubah." in page.text
        assert "Lihat panduan." in page.text
        assert state_of(sent) == "SUBMITTED"
        assert confirm(client, sent).status_code == 302
        assert "Kalimat muda. Lihat panduan." in text_of(sign_in(cast.writer).get(path("proposal", sent)))
        english = sign_in(cast.writer)
        english.cookies[LANGUAGE_COOKIE] = "en"
        assert "Sentence muda. Lihat panduan." in text_of(english.get(path("proposal", sent)))

    @pytest.mark.parametrize("rule", [{}, {"second_percent": 50, "second_checks": ["age"]}], ids=["one reads", "two read"])
    def test_what_is_read_before_it_is_sent_asks_few_queries(self, cast, sent, rule):
        acts.let_two_read(cast, **rule)
        cast.edition.screening_reasons.create(code="muda", check_code="age", order=0, text="Kalimat muda.")
        client, page = sign_in(cast.secretariat), path("confirm_screening", sent)
        client.post(path("screen", sent), decision("INELIGIBLE", "Kurang.", age="karena-muda", title="tidak"))
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).context["drafted"].is_whole
        assert len(asked) <= MOST_QUERIES

    def test_a_draft_survives_leaving_the_page_complete_or_not(self, cast, sent):
        client = sign_in(cast.secretariat)
        kept = {"check_age": "tidak", "reason": "Setengah jadi.", "check_title": "apa", "simpan": "1"}
        assert client.post(path("screen", sent), kept).url == path("screen", sent)
        page = client.get(path("screen", sent))
        assert "Draf disimpan. Belum ada yang dikirim kepada instansi." in page.text
        assert page.context["form"]["check_age"].value() == "tidak"
        assert page.context["form"]["check_title"].value() is None
        assert "Setengah jadi.</textarea>" in page.text
        assert "Setengah jadi." not in sign_in(cast.secretariat2).get(path("screen", sent)).text
        # What is not whole is not read before it is confirmed, but filled in first.
        assert client.get(path("confirm_screening", sent)).url == path("screen", sent)
        too_long = client.post(path("screen", sent), kept | {"reason": "x" * 4001})
        assert "paling banyak 4000 huruf" in too_long.text

    def test_the_machine_chooses_the_first_cause_of_a_line(self, cast, sent):
        for order, code in enumerate(("muda", "tanpa-bukti")):
            cast.edition.screening_reasons.create(code=code, check_code="age", order=order, text=code)
        Proposal.objects.filter(pk=sent.pk).update(started_on=read_clock().date())
        form = sign_in(cast.secretariat).get(path("screen", sent) + "?isi=mesin").context["form"]
        assert form["check_age"].value() == "karena-muda"

    def test_one_press_passes_what_the_machine_found_nothing_against(self, cast, sent):
        client = sign_in(cast.secretariat)
        assert client.post(path("screen", sent), {"lolos": "1"}).url == path("confirm_screening", sent)
        assert state_of(sent) == "SUBMITTED"
        assert confirm(client, sent).status_code == 302
        assert state_of(sent) == "ELIGIBLE"

    def test_one_press_passes_nothing_that_the_machine_found_something_against(self, cast, sent):
        Proposal.objects.filter(pk=sent.pk).update(started_on=read_clock().date())
        client = sign_in(cast.secretariat)
        assert "Semua terpenuhi, lolos" not in client.get(path("screen", sent)).text
        assert client.post(path("screen", sent), {"lolos": "1"}).status_code == 200
        assert client.get(path("confirm_screening", sent)).url == path("screen", sent)

    def test_what_is_passed_over_waits_until_the_others_were_seen(self, cast, sent):
        builders.open_the_stage(cast.edition, "registration")
        other, last = builders.submitted(cast), builders.submitted(cast)
        builders.open_the_stage(cast.edition, "screening")
        client, seen = sign_in(cast.secretariat), []
        for _ in range(4):
            page = client.get("/sekretariat/berikutnya/", {"sesudah": seen[-1].code} if seen else {})
            seen.append(Proposal.objects.get(code=page.url.rstrip("/").rpartition("/")[2]))
        assert seen == [sent, other, last, sent]
        Proposal.objects.exclude(pk=last.pk).update(state="ELIGIBLE")
        assert client.get("/sekretariat/berikutnya/", {"sesudah": last.code}).url == path("screen", last)

    def test_reading_changes_nothing(self, cast, sent):
        client = sign_in(cast.secretariat)
        client.get(path("screen", sent), decision())
        client.head(path("screen", sent))
        assert state_of(sent) == "SUBMITTED"
        assert client.put(path("screen", sent)).status_code == 405
