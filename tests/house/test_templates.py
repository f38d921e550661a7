"""Templates print: no style or script of their own, no query, permission or arithmetic."""

import re

import pytest

from tests.house.source import expect_none, templates

# Mail clients know no style sheets.
LETTERS = "templates/notices/"
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "something of another host": re.compile(
        r"<(link|script|img|iframe|source|video|audio)\b[^>]*(href|src)\s*=\s*[\"']?(https?:)?//", re.I
    ),
    "text marked as safe": re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off"),
}
# Reaching for rows, rights or sums from a template.
LOGIC = {
    "a query": re.compile(r"\.(objects|all|filter|exclude|exists|order_by|select_related|\w+_set)\b"),
    "a permission": re.compile(r"\b(perms|has_perm|is_staff|is_superuser|user\.groups)\b"),
    "arithmetic": re.compile(r"\|\s*(add|divisibleby|widthratio)\b|{%\s*widthratio\b"),
}
PAGES = {path: text for path, text in templates().items() if path.endswith(".html") and not path.startswith(LETTERS)}


# A name that a tag gives is known until its block ends: in another block it prints nothing, and a link leads nowhere.
NAMED = re.compile(r"{%[^%]*\sas (\w+)(?: \w+)? %}")
BLOCK = re.compile(r"{% (?:block (\w+)|endblock) %}")


def blocks_of(text: str) -> dict[str, str]:
    """Return what stands in each block, without the blocks inside it."""
    found, open_blocks, place = {"": ""}, [""], 0
    for edge in BLOCK.finditer(text):
        found[open_blocks[-1]] = found.get(open_blocks[-1], "") + text[place : edge.start()]
        place = edge.end()
        open_blocks = [*open_blocks, edge[1]] if edge[1] else open_blocks[:-1]
    return found


def stray_names(text: str) -> list[str]:
    """Return what is printed as the target of a link in one block and named in another alone."""
    blocks = blocks_of(text)
    named = {block: set(NAMED.findall(inner)) for block, inner in blocks.items()}
    return [
        f"{name} in {block}"
        for block, inner in blocks.items()
        for name in re.findall(r"href=\"{{ (\w+) }}", inner)
        if name not in named[block] and any(name in others for others in named.values())
    ]


def test_no_link_hangs_on_a_name_of_another_block():
    expect_none([f"{path}: {stray}" for path, text in PAGES.items() for stray in stray_names(text)])
    crumbs = '{% block crumbs %}{% url "x" as there %}{% endblock %}'
    assert stray_names(crumbs + '{% block main %}<a href="{{ there }}">{% endblock %}') == ["there in main"]
    assert stray_names('{% block main %}{% url "x" as there %}<a href="{{ there }}">{% endblock %}') == []


@pytest.mark.parametrize("what", INLINE)
def test_no_page_has(what):
    found = []
    for path, text in PAGES.items():
        bare = TAG.sub("", text) if what not in ("text marked as safe", "something of another host") else text
        found += [f"{path}: {match.group(0)[:80]}" for match in INLINE[what].finditer(bare)]
    expect_none(found)


@pytest.mark.parametrize("what", LOGIC)
def test_no_template_asks_for(what):
    found = []
    for path, text in templates().items():
        if path.endswith((".html", ".txt")):
            for tag in TAG.findall(text):
                if not tag.startswith(("{% comment", "{% load", "{% url", "{% include", "{% extends", "{% static")):
                    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)
                    found += [f"{path}: {tag[:80]}" for _match in LOGIC[what].finditer(bare)]
    expect_none(found)


def test_every_form_that_posts_carries_its_token():
    """Public pages have no cookie to tie a token to: the language form, an objection's and a manifest's are exceptions."""
    missing = []
    for path, text in PAGES.items():
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL | re.IGNORECASE):
            posts = re.search(r"method\s*=\s*[\"']?post", form, re.IGNORECASE)
            is_public = any(one in form for one in ("competition:set_language", 'class="objection"', 'class="manifest"'))
            if posts and "{% csrf_token %}" not in form and not is_public:
                missing.append(f"{path}: {form[:90]}")
    expect_none(missing)


def test_every_page_stands_in_the_base():
    """A page that extends nothing is a part of another one and lies in a folder that says so."""
    alone = [
        path
        for path, text in PAGES.items()
        if not re.search(r"{%\s*extends", text)
        and not path.startswith(("templates/components/", "templates/kipp/", "templates/errors/base.html"))
        and path != "templates/base.html"
        and not _is_included(path)
    ]
    expect_none(alone)


def _is_included(path):
    name = path.removeprefix("templates/")
    return any(f'"{name}"' in text for text in PAGES.values()) or _is_named_in_code(name)


def _is_named_in_code(name):
    from tests.house.source import modules

    return any(f'"{name}"' in module.text for module in modules())
