"""One form field as HTML: label, hint, error, control, counter, in this order. No tags here; `kipp` holds the tags.

Said in Python and not in a template, because a page prints up to ten fields and the template engine took ten times as long for
each. The template pack of crispy prints its fields through here too. What a form may set stands in `parts`.
"""

from collections.abc import Callable
from functools import lru_cache

from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from competition.markup import put
from competition.templatetags.parts import FieldParts, Option
from competition.zones import format_number

NOTHING = SafeString("")


def write_field(parts: FieldParts) -> SafeString:
    """Return the whole field."""
    return WRITERS.get(parts.kind, _write_control)(parts)


def _write_hidden(parts: FieldParts) -> SafeString:
    return put("{}\n", parts.bound)


def _write_group(parts: FieldParts) -> SafeString:
    """Return a group of radio buttons or checkboxes; its label is the legend."""
    kind = "levels" if parts.levels else "options inline" if parts.inline else "options"
    return put(
        '\n<fieldset class="{}"{}>\n<legend>{}</legend>\n{}<div class="{}">{}</div>\n</fieldset>\n',
        _class_of(parts),
        put(' aria-describedby="{}"', parts.described_by) if parts.described_by else "",
        _heading(parts, parts.bound.label) + _aside(parts),
        _above(parts),
        kind,
        _write_options(parts.bound.html_name, parts.id, parts.widget.input_type, parts.option_attrs, kind, parts.options),
    )


@lru_cache(maxsize=500)
def _write_options(name: str, stem: str, type_: str, attrs: str, kind: str, options: tuple[Option, ...]) -> SafeString:
    """Return the options of a group, from memory when an equal one was printed before: a round has four, on every sheet."""
    write = _write_level if kind == "levels" else _write_option
    places = enumerate(options)
    return SafeString("".join(write(name, f"{stem}_{place}", type_, SafeString(attrs), one) for place, one in places))


def _write_option(name: str, id_: str, type_: str, attrs: SafeString, option: Option) -> SafeString:
    label = SafeString(option.label) if option.is_markup else option.label
    if option.is_chosen:
        attrs += SafeString(" checked")
    hint = NOTHING
    if option.hint:
        attrs += put(' aria-describedby="{}_hint"', id_)
        hint = put('<small id="{}_hint">{}</small>', id_, option.hint)
    return put(OPTION, type_, name, option.value, id_, attrs, label, hint)


def _write_level(name: str, id_: str, type_: str, attrs: SafeString, option: Option) -> SafeString:
    """Return a score card: the value in bold, the descriptor beside it."""
    label = put("<b>{}</b> <span>{}</span>", option.value, SafeString(option.label) if option.is_markup else option.label)
    return _write_option(name, id_, type_, attrs, option._replace(label=str(label), is_markup=True))


def _write_checkbox(parts: FieldParts) -> SafeString:
    """Return a single box, with its label after it."""
    hint = put('<small id="{}_helptext">{}</small>', parts.id, parts.bound.help_text) if parts.bound.help_text else ""
    return put(
        '\n<div class="{}">{}<div class="options"><div class="option">{}<label for="{}">{}</label>{}</div></div></div>\n',
        _class_of(parts),
        _errors(parts),
        parts.control,
        parts.id,
        parts.bound.label,
        hint,
    )


def _write_control(parts: FieldParts) -> SafeString:
    """Return a field of one control."""
    target = f"{parts.id}_0" if parts.kind == "multi" else parts.id
    label = put('<label for="{}">{}{}</label>', target, parts.bound.label, _aside(parts))
    return put(
        '\n<div class="{}">\n{}\n{}{}{}\n</div>\n',
        _class_of(parts),
        _heading(parts, label),
        _above(parts),
        _framed_control(parts),
        _counter(parts),
    )


def _framed_control(parts: FieldParts) -> SafeString:
    if parts.suffix:
        return put('<span class="suffixed">{}<span>{}</span></span>', parts.control, parts.suffix)
    if parts.kind == "password":
        words = (_("Tampilkan kata sandi"), _("Sembunyikan kata sandi"))
        return put('<span class="secret" data-show="{}" data-hide="{}">{}</span>', *words, parts.control)
    return parts.control


def _counter(parts: FieldParts) -> SafeString:
    """Return the line that scripts turn into the words that are left."""
    limit = parts.word_limit
    if not limit:
        return NOTHING
    return put(
        '\n<p class="count" id="{0}_count" data-count="{0}" data-limit="{1}" data-left="{2}" data-over="{3}">{4}</p>',
        parts.id,
        limit,
        _("Sisa {n} kata"),
        _("Kelebihan {n} kata"),
        _("Paling banyak %(n)s kata") % {"n": format_number(limit)},
    )


def _above(parts: FieldParts) -> SafeString:
    """Return what stands between label and control: hint, examples, error."""
    hint = NOTHING
    if parts.bound.help_text:
        hint = put('<p class="hint" id="{}_helptext">{}</p>\n', parts.id, parts.bound.help_text)
    return hint + _examples(parts) + _errors(parts) + SafeString("\n")


def _examples(parts: FieldParts) -> SafeString:
    if not parts.examples:
        return NOTHING
    texts = ((title, mark_safe(linebreaks(text, autoescape=True))) for title, text in parts.examples)
    return put(
        '<details class="examples"><summary>{}</summary><div class="prose">{}</div></details>\n',
        _("Contoh isian"),
        format_html_join("", "<p><b>{}</b></p>{}", texts),
    )


def _errors(parts: FieldParts) -> SafeString:
    """Return the messages of the field; the summary repeats them word for word."""
    if not parts.errors:
        return SafeString("\n")
    return put(
        '<p class="error" id="{}_error"><span class="hide">{} </span>{}</p>\n\n',
        parts.id,
        _("Kesalahan:"),
        format_html_join(mark_safe("<br>"), "{}", ((text,) for text in parts.errors)),
    )


def _class_of(parts: FieldParts) -> str:
    return "field wrong" if parts.errors else "field"


def _heading(parts: FieldParts, label: object) -> SafeString:
    return put("<h1>{}</h1>" if parts.heading else "{}", label)


def _aside(parts: FieldParts) -> SafeString:
    return put(' <span class="aside">{}</span>', parts.aside) if parts.aside else NOTHING


OPTION = '\n<div class="option"><input type="{0}" name="{1}" value="{2}" id="{3}"{4}><label for="{3}">{5}</label>{6}</div>'
WRITERS: dict[str, Callable[[FieldParts], SafeString]] = {
    "hidden": _write_hidden,
    "group": _write_group,
    "checkbox": _write_checkbox,
}
