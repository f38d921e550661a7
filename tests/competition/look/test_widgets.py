"""The controls printed directly are those of Django's own templates."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import SimpleTestCase

from competition.widgets import WRITERS, PlainControls

HOSTILE = """<b>"O'Brien" & {{ anak }}</b>"""
CHOICES = [("", "Semua"), ("a", HOSTILE), (HOSTILE, "b"), ("Kelompok & lain", [(1, "satu"), (2, "dua")])]
ATTRS = {"id": "id_x", "data-x": HOSTILE, "required": True, "disabled": False, "rows": 3}
CONTROLS = [
    (forms.TextInput(), HOSTILE),
    (forms.TextInput(), None),
    (forms.TextInput(), ""),
    (forms.HiddenInput(), 0),
    (forms.NumberInput(), 1200),
    (forms.EmailInput(), "unit@demo.test"),
    (forms.PasswordInput(), "rahasia"),
    (forms.DateInput(), date(2017, 3, 10)),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), False),
    (forms.Textarea(), HOSTILE),
    (forms.Textarea(), "\nbaris"),
    (forms.Textarea(), None),
    (forms.Select(choices=CHOICES), "a"),
    (forms.Select(choices=CHOICES), 2),
    (forms.SelectMultiple(choices=CHOICES), ["a", "1"]),
    (forms.RadioSelect(choices=CHOICES), "a"),
]


def flat(html: str) -> str:
    """Return the HTML without the line breaks that stand between tags only."""
    return re.sub(r">\s+<", "><", html)


@pytest.mark.parametrize(("widget", "value"), CONTROLS, ids=lambda one: type(one).__name__)
def test_a_control_is_what_django_prints(widget: forms.Widget, value: object) -> None:
    ours = widget.render("nama", value, ATTRS, PlainControls())
    theirs = widget.render("nama", value, ATTRS, DjangoTemplates())
    assert flat(ours) == flat(theirs)
    SimpleTestCase().assertHTMLEqual(ours, theirs)


def test_every_template_replaced_here_is_one_of_django() -> None:
    for name in WRITERS:
        assert DjangoTemplates().get_template(name)


def test_forms_use_it() -> None:
    assert isinstance(forms.Form().renderer, PlainControls)
