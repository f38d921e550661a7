"""The component tags: words first, links as links, nothing inline."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

CLOSES_AT = datetime(2017, 3, 10, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def render(source: str, **context: object) -> str:
    """Return the source rendered as a page would; the component tags need no {% load %}."""
    return Template(source).render(Context(context))


def test_status_escapes_its_words_and_carries_its_kind():
    assert render("{% status text 'ok' %}", text="<Terkirim>") == '<span class="tag ok">&lt;Terkirim&gt;</span>'


def test_status_refuses_a_kind_it_does_not_know():
    with pytest.raises(ValueError, match="status kind"):
        render("{% status 'Terkirim' 'green' %}")


def test_deadline_shows_the_last_minute_in_three_zones_with_a_machine_time():
    html = render("{% deadline closes label='Ditutup' %}", closes=CLOSES_AT)
    assert 'datetime="2017-03-10T23:59:00+07:00"' in html
    assert "Jumat, 10 Maret 2017" in html
    assert all(word in html for word in ("23.59", "00.59", "01.59", "WITA", "11 Maret"))
    assert "lagi" not in html


def test_deadline_is_red_only_on_the_last_day():
    source = "{% deadline closes at=at %}"
    assert "deadline last" in render(source, closes=CLOSES_AT, at=CLOSES_AT - timedelta(hours=5))
    assert "deadline last" not in render(source, closes=CLOSES_AT, at=CLOSES_AT - timedelta(days=3))
    assert "deadline last" not in render(source, closes=CLOSES_AT, at=CLOSES_AT + timedelta(hours=1))


def test_moment_and_day_print_words_inside_a_machine_time():
    assert render("{% moment t %}", t=CLOSES_AT) == (
        '<time datetime="2017-03-11T00:00+07:00">11 Maret 2017 pukul 00.00 WIB</time>'
    )
    assert render("{% day t %}", t=None) == ""


def test_task_list_links_what_can_be_started_and_nothing_else():
    tasks = [
        {"title": "Ringkasan", "url": "/ringkasan/", "status": "Selesai", "kind": "plain"},
        {"title": "Persetujuan", "status": "Belum bisa dimulai", "kind": "soft"},
    ]
    html = render("{% task_list tasks %}", tasks=tasks)
    assert html.count("<a ") == 1
    assert '<a href="/ringkasan/">' in html
    assert 'class="tag soft">Belum bisa dimulai' in html


def test_summary_list_says_what_is_empty_and_what_the_link_changes():
    rows = [{"question": "Tautan video", "answer": "", "url": "/ubah/"}, {"question": "Judul", "answer": "<b>"}]
    html = render("{% summary_list rows %}", rows=rows)
    assert "Tidak diisi" in html
    assert '<a href="/ubah/">Ubah<span class="hide"> Tautan video</span></a>' in html
    assert html.count("<a ") == 1
    assert "&lt;b&gt;" in html


def test_timeline_says_the_state_in_words():
    stages = [
        {"name": "Klinik", "state": "done"},
        {"name": "Pendaftaran", "state": "now"},
        {"name": "Top 99", "state": "later"},
    ]
    html = render("{% timeline stages %}", stages=stages)
    assert html.count("Sedang berlangsung") == html.count('aria-current="step"') == 1
    assert html.count("Selesai") == 1


def test_pagination_keeps_the_filters_and_names_the_page():
    request = RequestFactory().get("/", {"q": "puskesmas & desa", "halaman": "2"})
    html = render("{% pagination page %}", page=Paginator(range(1000), 25).page(2), request=request)
    assert "Halaman 2 dari 40" in html
    assert 'href="?q=puskesmas+%26+desa&amp;halaman=3" rel="next"' in html
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_prints_nothing():
    assert render("{% pagination page %}", page=Paginator([], 25).page(1)).strip() == ""


def test_progress_and_note_hold_their_words():
    assert "<span>5 dari 8 bagian selesai</span>" in render("{% progress 5 8 '5 dari 8 bagian selesai' %}")
    note = render("{% note 'warn' title='Perlu perhatian' %}<p>{{ text }}</p>{% endnote %}", text="<i>")
    assert note == '<div class="note warn"><p><b>Perlu perhatian</b></p><p>&lt;i&gt;</p></div>'


def test_confirm_link_leads_to_a_page_and_carries_the_same_question():
    html = render("{% confirm_link '/kirim/' 'Kirim' 'Kirim sekarang?' %}", csrf_token="rahasia")
    assert 'href="/kirim/" data-dialog="' in html
    assert '<form method="post" action="/kirim/">' in html
    assert 'value="rahasia"' in html


def test_confirm_links_on_one_page_have_dialogs_of_their_own():
    source = "{% for url in urls %}{% confirm_link url 'Buka' 'Buka kembali?' %}{% endfor %}"
    html = render(source, urls=["/a/", "/b/"])
    dialogs = [part.split('"')[0] for part in html.split('<dialog id="')[1:]]
    assert len(set(dialogs)) == 2


def test_crumbs_link_each_step():
    html = render("{% crumbs 'Semua proposal' '/proposal/' title '/proposal/x/' %}", title="A & B")
    assert '<a href="/proposal/">Semua proposal</a>' in html
    assert '<a href="/proposal/x/">A &amp; B</a>' in html


def test_empty_and_receipt_and_tabs_and_figures_print_what_they_are_given():
    assert '<a class="btn" href="/baru/">Mulai proposal</a>' in render("{% empty 'Belum ada' '' '/baru/' 'Mulai proposal' %}")
    assert "KIPP17-7K3M" in render("{% receipt 'KIPP17-7K3M' at 'Judul' %}", at=CLOSES_AT)
    items = [{"label": "Perlu Anda", "url": "/", "count": 0, "current": True}]
    assert "Perlu Anda <span>0</span>" in render("{% tabs items 'Kelompok' %}", items=items)
    assert "<b>3.054</b>" in render("{% figures items %}", items=[{"value": 3054, "label": "terdaftar"}])


def test_filters_print_nothing_for_what_is_not_there():
    source = "{{ none|as_date }}{{ none|as_instant }}{{ none|as_zones }}{{ none|as_number:2 }}{{ none|as_remaining:none }}"
    assert render(source, none=None) == ""
