"""Markup out of a pattern and values: what comes from people stays text."""

import pytest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from competition.markup import put


@given(st.text(), st.text())
def test_it_says_what_django_says(one, other):
    assert put('<a title="{}">{}</a>', one, other) == format_html('<a title="{}">{}</a>', one, other)


@pytest.mark.parametrize("value", [None, 3, 2.5, True, mark_safe("<b>a</b>"), "<b>a</b>", "'\"&"])
def test_values_of_any_kind_are_said_as_django_says_them(value):
    said = put("{}", value)
    assert said == format_html("{}", value)
    assert isinstance(said, SafeString)


def test_a_lazy_text_is_said_in_the_language_of_the_moment():
    text = gettext_lazy("Judul")
    with override("en"):
        english = put("<b>{}</b>", text)
    assert (english, put("<b>{}</b>", text)) == ("<b>Title</b>", "<b>Judul</b>")
