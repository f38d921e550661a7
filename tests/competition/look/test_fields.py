"""One field, printed by one template: label, hint, error, control, counter, and the ids that tie them (error pattern)."""

from datetime import date

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import ButtonHolder, Div, Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template
from django.utils import translation

from competition.wording import PlainErrors

# Crispy looks an empty form action up among the addresses; fields are printed without any.
urlpatterns: list = []
pytestmark = pytest.mark.urls(__name__)


class SampleForm(PlainErrors, forms.Form):
    """A field of each kind."""

    title = forms.CharField(label="Judul", help_text="Tanpa singkatan")
    answer = forms.CharField(label="Jawaban", widget=forms.Textarea)
    category = forms.ChoiceField(label="Kategori", widget=forms.RadioSelect, choices=[("A", "Satu"), ("B", "Dua")])
    goals = forms.MultipleChoiceField(label="Tujuan", widget=forms.CheckboxSelectMultiple, choices=[("1", "Pertama")])
    started_on = forms.DateField(label="Tanggal mulai")
    password = forms.CharField(label="Kata sandi", widget=forms.PasswordInput)
    agree = forms.BooleanField(label="Setuju")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].word_limit = 1200
        self.fields["category"].hints = {"B": "Keterangan dua"}


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def render(source: str, **context: object) -> str:
    """Return the source rendered with crispy's tags at hand."""
    return Template("{% load crispy_forms_tags %}" + source).render(Context(context))


def test_error_stands_between_hint_and_control_and_is_described():
    html = render("{% field form.title %}", form=SampleForm({}))
    assert html.index("Tanpa singkatan") < html.index("Isi judul") < html.index("<input")
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_summary_repeats_each_message_and_links_to_its_field():
    form = SampleForm({})
    form.add_error(None, "Jendela sudah ditutup")
    html = render("{% error_summary form %}", form=form)
    assert 'role="alert" tabindex="-1"' in html
    assert "Ada yang perlu diperbaiki" in html
    assert "<li>Jendela sudah ditutup</li>" in html
    assert '<a href="#id_title">Isi judul</a>' in html
    assert '<a href="#id_category_0">Pilih kategori</a>' in html


def test_every_link_of_the_summary_has_its_target_in_the_form():
    form = SampleForm({})
    page = render("{% error_summary form %}{{ form|crispy }}", form=form)
    targets = [part.split('"')[0] for part in page.split('href="#')[1:]]
    assert len(targets) == len(form.fields) - 1
    for target in targets:
        assert page.count(f'id="{target}"') == 1


def test_summary_prints_nothing_without_errors():
    assert render("{% error_summary form other none %}", form=SampleForm(), other=None, none="").strip() == ""


def test_counter_is_a_plain_line_that_scripts_turn_into_words_left():
    html = render("{% field form.answer %}", form=SampleForm())
    assert ">Paling banyak 1.200 kata</p>" in html
    assert 'data-limit="1200"' in html
    assert 'aria-describedby="id_answer_count"' in html


def test_limit_stays_a_plain_number_for_scripts_in_every_language():
    with translation.override("en"):
        assert 'data-limit="1200"' in render("{% field form.answer %}", form=SampleForm())


def test_radio_group_is_a_fieldset_with_nothing_chosen_and_hints_tied_to_their_option():
    html = render("{% field form.category %}", form=SampleForm())
    assert "<legend>Kategori" in html
    assert "checked" not in html
    assert 'aria-describedby="id_category_1_hint"' in html
    assert '<small id="id_category_1_hint">Keterangan dua</small>' in html


def test_group_with_errors_is_described_as_a_group():
    html = render("{% field form.category %}", form=SampleForm({}))
    assert '<fieldset class="field wrong" aria-describedby="id_category_error">' in html
    assert "aria-invalid" not in html


def test_choice_survives_a_round_trip():
    html = render("{% field form.category %}{% field form.goals %}", form=SampleForm({"category": "B", "goals": ["1"]}))
    assert html.count(" checked") == 2


def test_levels_show_value_and_descriptor():
    form = SampleForm(initial={"category": "A"})
    form.fields["category"].levels = True
    form.fields["category"].aside = "bobot 25"
    html = render("{% field form.category %}", form=form)
    assert 'class="levels"' in html
    assert "<b>A</b> <span>Satu</span>" in html
    assert "bobot 25" in html


def test_date_is_native_and_keeps_a_text_that_is_no_date():
    assert 'type="date"' in render("{% field form.started_on %}", form=SampleForm())
    assert 'type="date"' in render("{% field form.started_on %}", form=SampleForm({"started_on": "2015-07-31"}))
    html = render("{% field form.started_on %}", form=SampleForm({"started_on": "31-13-2015"}))
    assert 'type="text"' in html
    assert 'value="31-13-2015"' in html


def test_date_of_an_object_is_written_for_the_native_control():
    html = render("{% field form.started_on %}", form=SampleForm(initial={"started_on": date(2015, 7, 31)}))
    assert 'type="date" name="started_on" value="2015-07-31"' in html


def test_text_is_kept_and_escaped():
    html = render("{{ form|crispy }}", form=SampleForm({"title": '"><script>', "answer": "</textarea><b>"}))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;/textarea&gt;" in html


def test_password_is_never_printed_back():
    html = render("{% field form.password %}", form=SampleForm({"password": "rahasia"}))
    assert "rahasia" not in html
    assert 'data-show="Tampilkan kata sandi"' in html


def test_hidden_field_prints_its_input_alone():
    html = render("{% field form.version %}", form=SampleForm(initial={"version": 3}))
    assert html.strip() == '<input type="hidden" name="version" value="3" id="id_version">'


def test_heading_makes_the_label_the_title_of_the_page():
    assert '<h1><label for="id_answer">Jawaban</label></h1>' in render(
        "{% field form.answer heading=True %}", form=SampleForm()
    )


def test_crispy_prints_the_same_field():
    form = SampleForm({})
    own = render("{% field form.title %}", form=form)
    assert render("{{ form.title|as_crispy_field }}", form=form).strip() == own.strip()
    assert own.strip() in render("{{ form|crispy }}", form=form)


def test_crispy_layout_prints_a_form_without_browser_validation_and_with_a_token():
    form = SampleForm()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Bagian satu", "title", Div("answer")), ButtonHolder(Submit("save", "Simpan")))
    html = render("{% crispy form %}", form=form, csrf_token="rahasia")
    assert '<form method="post" novalidate>' in html
    assert 'value="rahasia"' in html
    assert "<legend>Bagian satu</legend>" in html
    assert html.count('id="id_answer"') == 1
    assert ">Simpan</button>" in html


def test_crispy_formset_prints_its_management_form():
    formset = forms.formset_factory(SampleForm, extra=2)()
    html = render("{{ formset|crispy }}", formset=formset)
    assert 'name="form-TOTAL_FORMS"' in html
    assert 'id="id_form-1-title"' in html
