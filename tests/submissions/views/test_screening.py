"""The secretariat's list and its decision about one proposal."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from competition.clock import read_clock
from competition.middleware import LANGUAGE_COOKIE
from competition.models import Membership
from submissions.eligibility import CHECKS
from submissions.models import Answer, Proposal, Submission
from submissions.operations.drafts import save_about
from submissions.states import ProposalState
from tests import builders
from tests.submissions import acts, crowds
from tests.submissions.views.pages import path, sign_in, text_of, titles_on

pytestmark = pytest.mark.django_db

LIST = "/sekretariat/"
MOST_QUERIES = 12
ROW = '<th scope="row">'


@pytest.fixture
def sent(cast) -> Proposal:
    """Return a proposal that waits, with screening open."""
    proposal = builders.submitted(cast, title="Rumah Tunggu Kelahiran")
    builders.open_the_stage(cast.edition, "screening")
    return Proposal.objects.get(pk=proposal.pk)


def decision(result: str = "ELIGIBLE", reason: str = "", **answers: str) -> dict[str, str]:
    """Return what the form posts: yes to every check, except those named."""
    return {"result": result, "reason": reason} | {f"check_{code}": answers.get(code, "ya") for code in CHECKS}


def decide(client, proposal, given=None):
    """Fill in, read once more, confirm; return the answer to the last that was posted."""
    filled = client.post(path("screen", proposal), given or decision())
    if filled.status_code != 302:
        return filled
    assert filled.url == path("confirm_screening", proposal)
    return confirm(client, proposal)


def confirm(client, proposal, shown=None):
    """Confirm what the page shows of the draft, or what was shown before."""
    page = path("confirm_screening", proposal)
    return client.post(page, {"shown": shown or client.get(page).context["drafted"].seal})


def state_of(proposal: Proposal) -> str:
    return Proposal.objects.values_list("state", flat=True).get(pk=proposal.pk)


class TestList:
    def test_shows_what_was_sent_and_nothing_else(self, cast, sent):
        builders.open_the_stage(cast.edition, "registration")
        draft, forwarded = builders.draft(cast, title="Masih draf"), builders.forwarded(cast, title="Masih di instansi")
        page = sign_in(cast.secretariat).get(LIST)
        assert sent.title in page.text
        assert draft.title not in page.text
        assert forwarded.title not in page.text

    @pytest.mark.parametrize("who", ["writer", "leader", "administrator", "chair", "judge1"])
    def test_is_missing_for_others(self, cast, sent, who):
        assert sign_in(cast.as_people()[who]).get(LIST).status_code == 404

    def test_asks_strangers_to_sign_in(self, client, cast):
        assert client.get(LIST).status_code == 302

    def test_leads_to_the_one_that_waited_longest(self, cast):
        crowds.sent_proposals(cast, 3)
        builders.open_the_stage(cast.edition, "screening")
        oldest = Proposal.objects.order_by("submitted_at").first()
        page = sign_in(cast.secretariat).get(LIST).text
        assert f'<a class="btn" href="/sekretariat/proposal/{oldest.code}/">Periksa berikutnya</a>' in page

    def test_never_leads_to_the_persons_own_institution(self, cast):
        crowds.sent_proposals(cast, 2)
        builders.open_the_stage(cast.edition, "screening")
        Membership.objects.create(
            person=cast.secretariat, institution=cast.institution, role="ADMINISTRATOR", starts_at=builders.LONG_AGO
        )
        page = sign_in(cast.secretariat).get(LIST).context
        other = Proposal.objects.get(institution=cast.other_institution)
        assert page["next_url"] == path("screen", other)

    def test_says_what_there_is_to_do(self, cast):
        builders.open_the_stage(cast.edition, "screening")
        assert "Tidak ada proposal yang menunggu" in sign_in(cast.secretariat).get(LIST).text
        builders.open_the_stage(cast.edition, "registration")
        assert "Pemeriksaan dibuka" in sign_in(cast.secretariat).get(LIST).text
        builders.open_the_stage(cast.edition, "judging")
        assert "Pemeriksaan sudah ditutup pada" in sign_in(cast.secretariat).get(LIST).text
        builders.open_the_stage(cast.edition, "screening")
        cast.secretariat.appointments.filter(role="SECRETARIAT").update(ends_at=read_clock())
        assert "Keputusan diambil oleh sekretariat" in sign_in(cast.secretariat).get(LIST).text

    def test_names_the_deadline_in_three_zones(self, cast, sent):
        text = text_of(sign_in(cast.secretariat).get(LIST))
        assert "Pemeriksaan ditutup" in text
        for zone in ("WIB", "WITA", "WIT"):
            assert zone in text

    def test_counts_per_state_link_to_their_lists(self, cast):
        rows = crowds.sent_proposals(cast, 4)
        Proposal.objects.filter(pk=rows[0].pk).update(state=ProposalState.ELIGIBLE)
        Proposal.objects.filter(pk=rows[1].pk).update(state=ProposalState.INELIGIBLE)
        client = sign_in(cast.secretariat)
        tabs = {tab["label"]: tab for tab in client.get(LIST).context["tabs"]}
        assert {str(label): tab["count"] for label, tab in tabs.items()} == {
            "Semua terkirim": 4,
            "Terkirim": 2,
            "Perlu diperbaiki": 0,
            "Lolos administrasi": 1,
            "Tidak lolos administrasi": 1,
            "Draf": 0,
            "Di admin instansi": 0,
            "Ditarik": 0,
            "Semua proposal": 4,
        }
        for tab in tabs.values():
            page = client.get(LIST + tab["url"])
            assert page.text.count(ROW) == tab["count"]
            assert [one["label"] for one in page.context["tabs"] if one["current"]] == [tab["label"]]

    def test_counts_follow_the_other_filters(self, cast):
        crowds.sent_proposals(cast, 4)
        tabs = sign_in(cast.secretariat).get(f"{LIST}?jenis=CITY&halaman=1").context["tabs"]
        assert [tab["count"] for tab in tabs] == [2, 2, 0, 0, 0, 0, 0, 0, 2]
        assert tabs[1]["url"] == "?jenis=CITY&status=SUBMITTED"

    @pytest.mark.parametrize(
        ("query", "number"),
        [
            ("?cari=tunggu+RUMAH", 4),
            ("?cari=00002", 1),
            ("?cari=rumah-tunggu", 4),
            ("?cari=tidakada", 0),
            ("?cari=%25", 0),
            ("?kategori=kategori-1", 2),
            ("?jenis=REGENCY", 2),
            ("?jenis=REGENCY&kategori=kategori-2", 0),
            ("?jenis=CITY&kategori=kategori-2", 2),
            ("?status=ELIGIBLE", 0),
            ("?cari=rumah&jenis=CITY&status=SUBMITTED", 2),
        ],
    )
    def test_filters(self, cast, query, number):
        crowds.sent_proposals(cast, 4)
        page = sign_in(cast.secretariat).get(LIST + query)
        assert page.text.count(ROW) == number
        assert ("Tidak ada proposal yang cocok" in page.text) == (number == 0)

    def test_search_finds_institution_and_receipt(self, cast, sent):
        crowds.sent_proposals(cast, 4)
        client, number = sign_in(cast.secretariat), Submission.objects.get().number
        for words in (number, number.lower().replace("-", "")):
            page = client.get(LIST, {"cari": words})
            assert page.text.count(ROW) == 1
            assert sent.title in page.text
        assert client.get(LIST, {"cari": cast.other_institution.name}).text.count(ROW) == 2

    def test_search_never_looks_into_what_was_not_sent(self, cast):
        """SEC-25: the words of a draft give the count of any other words."""
        builders.draft(cast, title="Kata rahasia draf")
        client = sign_in(cast.secretariat)
        assert client.get(f"{LIST}?cari=rahasia").context["page"].paginator.count == 0
        for tab in client.get(f"{LIST}?cari=rahasia").context["tabs"]:
            assert tab["count"] == 0

    @pytest.mark.parametrize(
        ("sort", "key"), [("judul", "title_key"), ("terlama", "submitted_at"), ("terbaru", "-submitted_at")]
    )
    def test_order(self, cast, sort, key):
        crowds.sent_proposals(cast, 3)
        shown = titles_on(sign_in(cast.secretariat).get(f"{LIST}?urut={sort}"))
        assert shown == list(Proposal.objects.order_by(key).values_list("title", flat=True))

    @pytest.mark.parametrize(
        "query", ["?urut=institution__name", "?status=DRAFT", "?kategori=x", "?jenis=x", "?halaman=x", "?cari=%00"]
    )
    def test_odd_questions_are_answered(self, cast, sent, query):
        builders.open_the_stage(cast.edition, "registration")
        draft = builders.draft(cast, title="Masih draf")
        page = sign_in(cast.secretariat).get(LIST + query)
        assert page.status_code == 200
        assert draft.title not in page.text

    def test_controls_say_what_was_asked_in_the_readers_language(self, cast, sent):
        """They are printed once for all who ask the same: nobody gets them in another's language or with another's word."""
        client = sign_in(cast.secretariat)
        seen = {}
        for language in ("id", "en", "id"):
            client.cookies[LANGUAGE_COOKIE] = language
            for word in ("posyandu", '"><b>', "", "posyandu"):
                text = client.get(LIST, {"cari": word} if word else {}).text
                controls = text[text.index('<form class="filters') :].partition("</form>")[0]
                assert not word or controls.count(f'value="{escape(word)}"') == 1
                assert seen.setdefault((language, word), controls) == controls
        assert len(set(seen.values())) == 6

    def test_pages_keep_the_filters(self, cast):
        crowds.sent_proposals(cast, 60)
        page = sign_in(cast.secretariat).get(f"{LIST}?jenis=CITY&halaman=2")
        assert page.text.count(ROW) == 5
        assert "Halaman 2 dari 2" in text_of(page)
        assert "?jenis=CITY&amp;halaman=1" in page.text

    @pytest.mark.parametrize(
        "query", ["", "?cari=rumah+tunggu", "?jenis=REGENCY&kategori=kategori-1&status=SUBMITTED", "?urut=instansi"]
    )
    def test_asks_the_same_of_1_and_of_3000_rows(self, cast, query):
        builders.open_the_stage(cast.edition, "screening")
        crowds.extra_institutions(700)
        client, counts = sign_in(cast.secretariat), []
        for number in (1, 3000):
            Proposal.objects.all().delete()
            crowds.sent_proposals(cast, number)
            client.get(LIST)
            with CaptureQueriesContext(connection) as asked:
                page = client.get(LIST + query)
            assert page.status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= MOST_QUERIES


class TestReading:
    def test_machine_results_come_first_then_the_text_then_the_decision(self, cast, sent):
        text = text_of(sign_in(cast.secretariat).get(path("screen", sent)))
        places = [text.index(words) for words in ("Pemeriksaan otomatis", builders.TEXT, "Disetujui", "Keputusan Tidak lolos")]
        assert places == sorted(places)
        for label in CHECKS.values():
            assert text.count(str(label)) == 2

    def test_shows_what_was_sent_even_if_the_rows_changed(self, cast, sent):
        Answer.objects.filter(proposal=sent).update(text="Diubah di luar", version=F("version") + 1)
        Proposal.objects.filter(pk=sent.pk).update(title="Judul lain")
        text = text_of(sign_in(cast.secretariat).get(path("screen", sent)))
        assert "Diubah di luar" not in text
        assert "Judul lain" not in text
        assert builders.TEXT in text

    def test_findings_are_named(self, cast, sent):
        sent.started_on = read_clock().date()
        sent.save(update_fields=["started_on"])
        text = text_of(sign_in(cast.secretariat).get(path("screen", sent)))
        assert "Inovasi harus sudah berjalan sejak" in text
        assert "otomatis: tidak terpenuhi" in text

    @pytest.mark.parametrize(
        ("title", "said"), [("S L O T g4c0r di bola.xyz", "gacor, slot, bola.xyz"), ("Slot waktu layanan", "")]
    )
    def test_words_to_look_at_before_they_are_public_are_named(self, cast, title, said):
        """SEC-24, in the title that would be public."""
        proposal = builders.submitted(cast, title=title)
        builders.open_the_stage(cast.edition, "screening")
        text = text_of(sign_in(cast.secretariat).get(path("screen", proposal)))
        assert ("Perlu dilihat" in text) == bool(said)
        assert said in text

    def test_nothing_is_chosen_beforehand(self, cast, sent):
        client = sign_in(cast.secretariat)
        assert " checked" not in client.get(path("screen", sent)).text

    def test_machine_answers_can_be_taken_over(self, cast, sent):
        client = sign_in(cast.secretariat)
        page = client.get(path("screen", sent) + "?isi=mesin").text
        assert page.count(" checked") == len(CHECKS)
        sent.started_on = read_clock().date()
        sent.save(update_fields=["started_on"])
        page = client.get(path("screen", sent) + "?isi=mesin")
        assert page.context["form"]["check_age"].value() == "tidak"
        assert "Inovasi harus sudah berjalan sejak" in page.context["form"]["reason"].value()
        assert state_of(sent) == "SUBMITTED"

    def test_is_missing_unless_sent_and_for_others(self, cast, sent):
        for person in (cast.writer, cast.leader, cast.stranger, cast.chair):
            assert sign_in(person).get(path("screen", sent)).status_code == 404
        builders.open_the_stage(cast.edition, "registration")
        draft = builders.draft(cast)
        assert sign_in(cast.secretariat).get(path("screen", draft)).status_code == 404
        assert sign_in(cast.secretariat).get(path("screen", "TIDAKADA")).status_code == 404

    def test_organiser_reads_and_hears_why_they_cannot_decide(self, cast, sent):
        cast.secretariat.appointments.filter(role="SECRETARIAT").update(ends_at=read_clock())
        page = sign_in(cast.secretariat).get(path("screen", sent))
        assert "Hanya sekretariat yang dapat memeriksa proposal." in page.text
        assert "Baca dan putuskan" not in page.text

    def test_asks_little(self, cast, sent):
        client = sign_in(cast.secretariat)
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            client.get(path("screen", sent))
        assert len(asked) <= MOST_QUERIES


class TestCorrection:
    """What changed between the two sendings stands before the text."""

    @pytest.fixture
    def corrected(self, cast, sent):
        at = read_clock()
        acts.screen(cast, sent, at, "CORRECTION")
        acts.rewrite(cast, sent, at, builders.TEXT + " <b>Ditambah</b> satu kalimat.", person=cast.writer)
        acts.endorse(cast, sent, at)
        acts.send(cast, sent, at)
        return sent

    def test_words_that_came_are_said_and_escaped(self, cast, corrected):
        page = sign_in(cast.secretariat).get(path("screen", corrected))
        (change,) = page.context["correction"].changes
        assert "".join(one.text for one in change.pieces if one.kind != "added").strip() == builders.TEXT
        shown = page.text.partition("Yang berubah sejak pemeriksaan sebelumnya")[2]
        assert '<ins><span class="hide">[ditambahkan:</span>' in shown
        assert "&lt;b&gt;Ditambah&lt;/b&gt;" in shown
        assert "<b>Ditambah" not in page.text

    def test_what_did_not_change_is_said_too(self, cast, sent):
        at = read_clock()
        acts.screen(cast, sent, at, "CORRECTION")
        acts.send(cast, sent, at)
        assert "Isinya sama seperti sebelumnya." in sign_in(cast.secretariat).get(path("screen", sent)).text

    def test_nothing_is_compared_before_a_correction(self, cast, sent):
        assert sign_in(cast.secretariat).get(path("screen", sent)).context["correction"] is None

    def test_it_costs_one_query(self, cast, corrected):
        client = sign_in(cast.secretariat)
        client.get(path("screen", corrected))
        with CaptureQueriesContext(connection) as asked:
            client.get(path("screen", corrected))
        assert len(asked) <= MOST_QUERIES

    def test_another_header_is_shown_by_its_label(self, cast, sent):
        at = read_clock()
        acts.screen(cast, sent, at, "CORRECTION")
        proposal = Proposal.objects.get(pk=sent.pk)
        known = {"category": proposal.category, "group": proposal.group, "started_on": proposal.started_on}
        save_about(
            proposal=proposal, person=cast.writer, title="Rumah Singgah", version=proposal.header_version, at=at, **known
        )
        acts.endorse(cast, sent, at)
        acts.send(cast, sent, at)
        correction = sign_in(cast.secretariat).get(path("screen", sent)).context["correction"]
        (change,) = correction.changes
        assert change.label == "Judul"
        assert [one.text.strip() for one in change.pieces if one.kind == "added"] == ["Singgah"]
