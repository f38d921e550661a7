"""The error pattern: every form speaks in the words of its labels."""

import re

import pytest
from django import forms
from django.utils import translation

from competition.wording import PlainErrors, lower_first, too_many_words

FORBIDDEN = re.compile(r"\b(valid|invalid|maaf|mohon|oops|terlarang|wajib)\b", re.IGNORECASE)


class EveryControl(PlainErrors, forms.Form):
    """One field of each kind that the product uses."""

    title = forms.CharField(label="Judul inovasi", max_length=10)
    letter = forms.CharField(label="SK bupati")
    share = forms.CharField(label="Porsi 100%", max_length=3)
    started_on = forms.DateField(label="Tanggal mulai")
    people = forms.IntegerField(label="Jumlah penerima")
    email = forms.EmailField(label="Alamat email")
    category = forms.ChoiceField(label="Kategori", choices=[("A", "A")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Isi ini benar")
    own = forms.CharField(label="Catatan", error_messages={"required": "Tulis catatan untuk penulis"})


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def test_empty_fields_say_what_to_fill_and_what_to_choose():
    errors = EveryControl({}).errors
    assert errors["title"] == ["Isi judul inovasi"]
    assert errors["letter"] == ["Isi SK bupati"]
    assert errors["category"] == ["Pilih kategori"]
    assert errors["agree"] == ["Centang “Isi ini benar” bila Anda setuju"]


def test_a_message_of_the_field_itself_stays():
    assert EveryControl({}).errors["own"] == ["Tulis catatan untuk penulis"]


def test_wrong_values_say_how_to_write_them():
    errors = EveryControl({"started_on": "besok", "people": "banyak", "email": "unit", "category": "Z"}).errors
    assert errors["started_on"] == ["Tulis tanggal mulai sebagai tanggal, misalnya 31-07-2015"]
    assert errors["people"] == ["Tulis jumlah penerima dengan angka, misalnya 1200"]
    assert errors["email"] == ["Tulis alamat email lengkap, misalnya nama@instansi.go.id"]
    assert errors["category"] == ["Pilih kategori"]


def test_a_long_text_hears_both_numbers_even_with_a_percent_sign_in_the_label():
    errors = EveryControl({"title": "x" * 12, "share": "xxxx"}).errors
    assert errors["title"] == ["Judul inovasi paling banyak 10 huruf. Sekarang 12 huruf."]
    assert errors["share"] == ["Porsi 100% paling banyak 3 huruf. Sekarang 4 huruf."]


def test_a_long_address_hears_them_too():
    errors = EveryControl({"email": "a" * 400 + "@contoh.test"}).errors
    assert "Alamat email paling banyak 320 huruf. Sekarang 412 huruf." in errors["email"]


def test_no_message_uses_a_word_that_blames():
    wrong = {"title": "x\x00" * 9, "started_on": "?", "people": "?", "email": "?", "category": "?"}
    for data in ({}, wrong):
        for messages in EveryControl(data).errors.values():
            for message in messages:
                assert not FORBIDDEN.search(message), message


def test_one_form_does_not_change_the_messages_of_the_next():
    EveryControl({})
    assert EveryControl.base_fields["title"].error_messages["required"] != "Isi judul inovasi"


def test_too_many_words_says_how_many_to_cut():
    assert too_many_words("Kebaruan", 312, 300) == "Kebaruan paling banyak 300 kata. Sekarang 312 kata, kurangi 12 kata."


def test_lower_first_keeps_an_acronym():
    assert [lower_first(text) for text in ("Judul", "SK bupati", "")] == ["judul", "SK bupati", ""]
