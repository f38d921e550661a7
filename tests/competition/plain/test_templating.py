"""Templates with their constants said in advance: never another word than Django's own templates say."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.template import Context, Engine, NodeList, Template
from django.template.base import TextNode
from django.template.loaders import locmem
from django.utils.translation import override

from competition import templating
from competition.templating import SpokenLoader, fold

BUILTINS = ["django.template.defaulttags", "django.template.defaultfilters", "django.template.loader_tags"]
BUILTINS += ["django.templatetags.i18n", "django.templatetags.static"]
CONSTANT = (
    '{% translate "Judul" %}',
    '{% translate "Judul" noop %}',
    '{% translate "Inovasi" context "menu" %}',
    '{% url "competition:landing" %}',
    '{% static "kipp.css" %}',
    "{% comment %}x{% endcomment %}",
    "{% load i18n %}",
    "<b>&amp;</b>",
)
VARYING = (
    "{% blocktranslate %}Judul{% endblocktranslate %}",
    "{% translate name %}",
    '{% translate "Judul" as word %}{{ word }}',
    "{% blocktranslate %}Judul {{ name }}{% endblocktranslate %}",
    "{% blocktranslate count n=n %}satu{% plural %}banyak{% endblocktranslate %}",
    '{% url "submissions:proposal" name %}',
    '{% url "competition:landing" as where %}{{ where }}',
    "{{ name }}",
    '{% if name %}{% translate "Judul" %}{% else %}{% translate "Hasil" %}{% endif %}',
    '{% for one in names %}{% translate "Judul" %} {{ one }}{% empty %}{% translate "Hasil" %}{% endfor %}',
    '{% with a="b" %}{% translate "Judul" %}{{ a }}{% endwith %}',
)
KNOWN = {"name": "Hasil", "n": 2, "names": ["<a>", "b"]}


@pytest.fixture
def engine() -> Engine:
    return Engine(builtins=BUILTINS, libraries={"i18n": "django.templatetags.i18n"})


def compiled(engine: Engine, source: str) -> Template:
    return Template(source, engine=engine)


@pytest.mark.parametrize("source", [*CONSTANT, *VARYING, "".join(CONSTANT), "".join(VARYING)])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("autoescape", [True, False])
def test_folding_changes_no_page(engine, source, language, autoescape):
    with override(language):
        plain, folded = compiled(engine, source), compiled(engine, source)
        fold(folded.nodelist, engine)
        said = [one.render(Context(KNOWN, autoescape=autoescape)) for one in (plain, folded, folded)]
    assert said[0] == said[1] == said[2]


def test_constants_become_one_text(engine):
    template = compiled(engine, "".join(CONSTANT))
    fold(template.nodelist, engine)
    assert [type(node) for node in template.nodelist] == [TextNode]


@pytest.mark.parametrize("source", VARYING)
def test_what_varies_is_still_asked(engine, source):
    template = compiled(engine, source)
    fold(template.nodelist, engine)
    assert {type(node) for node in template.nodelist} != {TextNode}


def test_an_address_that_does_not_exist_still_says_so_where_it_is_printed(engine):
    template = compiled(engine, '{% if name %}x{% else %}{% url "nowhere" %}{% endif %}')
    fold(template.nodelist, engine)
    assert template.render(Context(KNOWN)) == "x"


@pytest.fixture
def pages() -> Iterator[Engine]:
    """Return an engine with a frame, a page in it and a part, loaded as the site loads its own."""
    sources = {
        "frame.html": '<title>{% block title %}{% translate "Hasil" %}{% endblock %}</title>{% include "part.html" %}',
        "page.html": '{% extends "frame.html" %}{% block title %}{% translate "Judul" %} {{ block.super }}{% endblock %}',
        "part.html": '{% translate "Proposal" %} {{ name }}',
    }
    engine = Engine(builtins=BUILTINS, loaders=[(f"{locmem.__name__}.Loader", sources)])
    engine.template_loaders = [SpokenLoader(engine, [(f"{locmem.__name__}.Loader", sources)])]
    return engine


def test_each_language_has_its_own(pages):
    said = {}
    for language in ("id", "en", "id", "en"):
        with override(language):
            text = pages.get_template("page.html").render(Context({"name": "<A>"}))
        assert said.setdefault(language, text) == text
    assert said == {
        "id": "<title>Judul Hasil</title>Proposal &lt;A&gt;",
        "en": "<title>Title Results</title>Proposal &lt;A&gt;",
    }


def test_a_template_is_read_once_per_language(pages):
    with override("en"):
        assert pages.get_template("page.html") is pages.get_template("page.html")
        english = pages.get_template("page.html")
    assert pages.get_template("page.html") is not english


def test_who_comes_while_a_page_is_folded_waits_for_the_whole_of_it(pages, monkeypatch):
    began, go, folded = Event(), Event(), []

    def slow(nodes: NodeList, engine: Engine) -> None:
        if not began.is_set():
            began.set()
            go.wait(10)
        folded.append(nodes)
        fold(nodes, engine)

    monkeypatch.setattr(templating, "fold", slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(pages.get_template, "page.html")
        assert began.wait(10)
        second = pool.submit(pages.get_template, "page.html")
        with pytest.raises(TimeoutError):
            second.result(timeout=0.2)
        go.set()
        assert first.result(10) is second.result(10)
    assert len(folded) == len({id(one) for one in folded})
    assert first.result().render(Context({"name": "<A>"})) == "<title>Judul Hasil</title>Proposal &lt;A&gt;"


PARTS = {
    "word.html": '{% translate "Hasil" %}{% comment %}x{% endcomment %}',
    "name.html": "{{ name }}{% cycle 'a' 'b' %}",
    "list.html": '{{ name }}{% for name in rest %}{% include "list.html" with rest="" %}{% endfor %}',
    "words.html": '{% for one in names %}{% include "word.html" %}{% include "name.html" with name=one %}{% endfor %}',
    "after.html": '{% include "name.html" with name="c" %}{{ name }}',
    "only.html": '{% include "name.html" only %}{% include "name.html" with name="<b>" only %}',
    "absent.html": '{% if name %}x{% else %}{% include "nowhere.html" %}{% endif %}',
    "chosen.html": "{% include which %}",
}


@pytest.mark.parametrize("name", sorted(PARTS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_part_that_is_looked_up_in_advance_prints_the_same(name, language):
    plain = Engine(builtins=BUILTINS, loaders=[(f"{locmem.__name__}.Loader", PARTS)])
    spoken = Engine(builtins=BUILTINS, loaders=[(f"{locmem.__name__}.Loader", PARTS)])
    spoken.template_loaders = [SpokenLoader(spoken, [(f"{locmem.__name__}.Loader", PARTS)])]
    known = {**KNOWN, "rest": ["c", "d"], "which": "word.html"}
    with override(language):
        said = [engine.get_template(name).render(Context(known)) for engine in (plain, spoken, spoken)]
    assert said[0] == said[1] == said[2]


def test_a_part_without_anything_that_varies_becomes_text(pages):
    sources = {"part.html": '{% translate "Hasil" %}', "page.html": '<b>{% include "part.html" %}</b>'}
    pages.template_loaders = [SpokenLoader(pages, [(f"{locmem.__name__}.Loader", sources)])]
    assert [type(node) for node in pages.get_template("page.html").nodelist] == [TextNode]
