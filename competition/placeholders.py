"""What the secretariat may put into the words of a letter: names in braces that stand for data. Never template code.

Words are checked when they are saved against a list of what is known for the event, and filled in one pass, so that nothing
of a value is ever read as a placeholder or as markup. `{isi}` and `{perihal}` stand for the words the letter ships with. Who
leaves `{isi}` out must name by themself what the letter exists for. See docs/decisions/0071-words-of-letters-are-data.md.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition import zones
from competition.events import EVENTS
from competition.letters import break_links, clean_lines, one_line, quote_lines

BODY, SUBJECT = "isi", "perihal"
SHIPPED = {"subject": f"{{{SUBJECT}}}", "text": f"{{{BODY}}}", "html": f"{{{BODY}}}"}
_NAME = re.compile(r"{([^{}\n]*)}")
_BRACES = re.compile(r"[{}]")
_KNOWN_SHAPE = re.compile(r"[a-z][a-z_]*\Z")
_LINKED = re.compile(r'href="{([a-z_]+)}"')
# The whole grammar of an HTML letter: what does not read as a row of these is refused, so no parser is left to disagree.
_PIECE = re.compile(
    r"""(?P<text>[^<>&]+)|&(?:[a-z]+|\#[0-9]+);|<(?P<void>br|hr)\s*/?>"""
    r"""|<(?P<open>p|b|strong|i|em|ul|ol|li|blockquote|h2|h3|a)(?P<attributes>\s+href="[^"<>&]*")?\s*>"""
    r"""|</(?P<close>p|b|strong|i|em|ul|ol|li|blockquote|h2|h3|a)\s*>"""
)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name people may write in braces. `path`: where its value is in the letter's data; `kind`: how it is printed; `sample`:
    what a preview says where there is nothing real."""

    path: str
    words: str | Promise
    kind: str = "words"
    sample: str | Promise = ""
    is_needed: bool = False


Fields = Mapping[str, Placeholder]


def _needed(one: Placeholder) -> Placeholder:
    return Placeholder(one.path, one.words, one.kind, one.sample, is_needed=True)


def _link(name: str, words: str | Promise, *paths: str) -> Placeholder:
    return Placeholder(" ".join((name, *paths)), words, "link", is_needed=True)


_at = partial(Placeholder, kind="moment")
TITLE = Placeholder("proposal.title", gettext_lazy("Judul proposal"), sample=gettext_lazy("Rumah Tunggu Kelahiran"))
CODE = Placeholder("proposal.code", gettext_lazy("Kode proposal"), "plain", "2222222222")
SENDER = Placeholder("sender.name", gettext_lazy("Nama orang yang bertindak"), sample="Sari Wulandari")
PLACE = Placeholder("institution.name", gettext_lazy("Nama instansi"), sample=gettext_lazy("Kabupaten Contoh"))
CLOSES = Placeholder("closes_at", gettext_lazy("Batas waktu dalam tiga zona"), "deadline")
REASON = gettext_lazy("Alasan yang ditulis orang yang bertindak")
WHY = Placeholder("reason", REASON, "quote", gettext_lazy("Contoh alasan."))
MEMBER = Placeholder("member.name", gettext_lazy("Nama orang yang dimaksud"), sample="Budi Santoso")
HAPPENED = _at("happened_at", gettext_lazy("Kapan terjadi"), is_needed=True)
STAGE = Placeholder("stage", gettext_lazy("Nama tahap"), is_needed=True)
ROUND = Placeholder("round", gettext_lazy("Nama babak"), sample=gettext_lazy("Penilaian meja"), is_needed=True)
BULLETIN = Placeholder(
    "bulletin", gettext_lazy("Kata-kata kabar"), "quote", gettext_lazy("Klinik daring Kamis pukul 10.00 WIB."), is_needed=True
)
RECEIPT = Placeholder("submission.number", gettext_lazy("Nomor tanda terima"), "plain", "KIPP-2017-000001")
AGENCY = Placeholder("admission.name", gettext_lazy("Nama instansi yang mendaftar"), sample=gettext_lazy("Badan Contoh"))
NUMBER = Placeholder("admission.code", gettext_lazy("Nomor pendaftaran"), "plain", "2222222222")
OBJECTION = Placeholder("objection.code", gettext_lazy("Nomor keberatan"), "plain", "222222222222")
CLINIC = Placeholder("batch.name", gettext_lazy("Nama klinik"), sample=gettext_lazy("Klinik proposal batch 6"))
PARTICIPANT = Placeholder("booking.name", gettext_lazy("Nama peserta"), sample="Budi Santoso")
DESK = _link("submissions:desk", gettext_lazy("Alamat meja proposal"))
SIGN_INS = _link("competition:security", gettext_lazy("Alamat halaman cara masuk"))
_OLD = Placeholder("extension.old_closes_at", gettext_lazy("Batas waktu semula"), "deadline", is_needed=True)
_NEW = Placeholder("extension.new_closes_at", gettext_lazy("Batas waktu sekarang"), "deadline", is_needed=True)
_WHY_LATER = Placeholder("extension.reason", REASON, "quote", gettext_lazy("Contoh alasan."), is_needed=True)
_EXTENDED = {"tahap": STAGE, "batas_lama": _OLD, "batas_baru": _NEW, "alasan": _WHY_LATER, "tautan": DESK}
_OLD_START = _at("extension.old_opens_at", gettext_lazy("Waktu buka semula"))
_NEW_START = _at("extension.new_opens_at", gettext_lazy("Waktu buka sekarang"))
_MOVED = _EXTENDED | {"buka_lama": _needed(_OLD_START), "buka_baru": _needed(_NEW_START)}
_JUDGING = _link("judging:desk", gettext_lazy("Alamat meja penilaian"))
_DISCUSSED = {
    "babak": ROUND,
    "batas": _needed(CLOSES),
    "tautan": _link("judging:discussion", gettext_lazy("Alamat pembahasan"), "discussion.code"),
}
_SETTLED = {"babak": ROUND, "tautan": _DISCUSSED["tautan"]}
_ABOUT_PROPOSAL = {"judul": TITLE, "kode": CODE}
_ABOUT_CLINIC = {"klinik": CLINIC}
_ABOUT_SEAT = {"klinik": CLINIC, "peserta": PARTICIPANT}
_AT_ACCOUNT = {"waktu": HAPPENED, "tautan": SIGN_INS}

COMMON: Fields = {"penerima": Placeholder("recipient.name", gettext_lazy("Nama penerima surat"))}
# Beside the shipped words. Where none of an event's fields is needed, its shipped words cannot be done without: they hold
# a list, a code, a personal link, or differ from letter to letter.
FIELDS: dict[str, Fields] = {
    "stage_extended": _EXTENDED,
    "stage_moved": _MOVED,
    "round_moved": _EXTENDED | {"buka_lama": _OLD_START, "buka_baru": _NEW_START, "tautan": _JUDGING},
    "bulletin_mailed": {"kabar": BULLETIN},
    "institution_extended": _EXTENDED | {"instansi": PLACE},
    "proposal_submitted": {
        **_ABOUT_PROPOSAL,
        "judul": _needed(TITLE),
        "nomor": _needed(RECEIPT),
        "waktu": _at("submission.received_at", gettext_lazy("Kapan proposal diterima"), is_needed=True),
        "sidik_jari": Placeholder(
            "submission.sha256", gettext_lazy("Sidik jari isi proposal"), "plain", "a1" * 32, is_needed=True
        ),
        "tautan": _link("submissions:receipt", gettext_lazy("Alamat tanda terima"), "proposal.code"),
    },
    "proposal_withdrawn": _ABOUT_PROPOSAL | {"pengirim": SENDER, "nomor": RECEIPT},
    "proposal_forwarded": _ABOUT_PROPOSAL | {"pengirim": SENDER, "batas": CLOSES},
    "proposal_returned": _ABOUT_PROPOSAL | {"pengirim": SENDER, "batas": CLOSES},
    "proposal_endorsed": _ABOUT_PROPOSAL | {"batas": CLOSES},
    "proposal_screened": _ABOUT_PROPOSAL | {"batas": CLOSES},
    "passing_undone": _ABOUT_PROPOSAL | {"alasan": WHY},
    "endorsement_asked": _ABOUT_PROPOSAL | {"pengirim": SENDER, "batas": CLOSES},
    "endorsement_lapsed": _ABOUT_PROPOSAL | {"pengirim": SENDER, "batas": CLOSES},
    "letter_recorded": _ABOUT_PROPOSAL,
    "letter_announced": _ABOUT_PROPOSAL,
    "letter_objected": _ABOUT_PROPOSAL | {"alasan": WHY},
    "letter_refused": _ABOUT_PROPOSAL,
    "file_refused": _ABOUT_PROPOSAL,
    "outcome_known": _ABOUT_PROPOSAL,
    "closing_reminded": {"batas": CLOSES},
    "correction_reminded": {"batas": CLOSES},
    "correction_missed": _ABOUT_PROPOSAL | {"batas": CLOSES},
    "holder_nudged": {"batas": CLOSES},
    "endorsements_waiting": {"instansi": PLACE},
    "judges_assigned": {
        "babak": ROUND,
        "dibuka": _at("round.stage.opens_at", gettext_lazy("Kapan penilaian dibuka")),
        "batas": Placeholder("round.stage.closes_at", gettext_lazy("Batas waktu penilaian"), "deadline", is_needed=True),
        "tautan": _JUDGING,
    },
    **dict.fromkeys(("discussion_opened", "remark_added", "joint_sheet_proposed"), _DISCUSSED),
    **dict.fromkeys(("joint_sheet_sealed", "discussion_ended"), _SETTLED),
    "joint_sheet_told": _ABOUT_PROPOSAL | {"babak": ROUND},
    "judging_reminded": {
        "babak": ROUND,
        "batas": _needed(CLOSES),
        "tautan": _JUDGING,
    },
    "training_nudged": {"babak": ROUND, "batas": CLOSES, "tautan": _JUDGING},
    "admission_verified": {
        "instansi": _needed(AGENCY),
        "nomor": _needed(NUMBER),
        "tautan": _link("competition:sign_in", gettext_lazy("Alamat halaman masuk")),
    },
    "admission_refused": {
        "instansi": _needed(AGENCY),
        "nomor": _needed(NUMBER),
        "alasan": Placeholder("admission.reason", REASON, "quote", gettext_lazy("Contoh alasan."), is_needed=True),
        "tautan": _link("competition:apply", gettext_lazy("Alamat pendaftaran instansi")),
    },
    "admission_filed": {"instansi": AGENCY, "nomor": NUMBER},
    "objection_given": {"nomor": OBJECTION, "batas": CLOSES},
    "objection_answered": {"nomor": OBJECTION},
    **dict.fromkeys(("clinic_invited", "clinic_changed", "clinic_reminded"), _ABOUT_CLINIC),
    **dict.fromkeys(("seat_booked", "seat_cancelled", "seat_passed_on"), _ABOUT_SEAT),
    "password_changed": _AT_ACCOUNT,
    "role_given": {"orang": MEMBER, "instansi": PLACE},
    "role_taken": {"orang": MEMBER, "instansi": PLACE},
    "account_suspended": {"orang": MEMBER, "pengirim": SENDER, "waktu": _at("happened_at", gettext_lazy("Kapan terjadi"))},
    "account_restored": {"orang": MEMBER, "pengirim": SENDER, "waktu": _at("happened_at", gettext_lazy("Kapan terjadi"))},
}


def fields_of(event: str) -> Fields:
    """Return the placeholders of an event's letter, besides those for its shipped words."""
    return COMMON | FIELDS.get(event, {})


def wordable_events() -> list[str]:
    """Return the events whose letters have words, in the order of the registry."""
    return [one.name for one in EVENTS.values() if one.is_posted]


def faults_of(event: str, part: str, words: str) -> list[str]:
    """Return what keeps the words from being saved as `subject`, `text` or `html`, in words for people."""
    known = fields_of(event).keys() | {SUBJECT if part == "subject" else BODY}
    found = set(_NAME.findall(words))
    faults = [
        _("Kata isian {%(name)s} tidak dikenal. Pakai nama dari daftar kata isian.") % {"name": one}
        for one in sorted(found - known)
    ]
    if _BRACES.search(_NAME.sub("", words)):
        faults.append(_("Kurung kurawal hanya untuk mengapit satu kata isian, misalnya {penerima}."))
    if part != "subject" and BODY not in found:
        faults += _missing(event, found)
    if part == "html":
        faults += _markup_faults(event, words)
    return faults


def _missing(event: str, found: set[str]) -> list[str]:
    needed = [name for name, one in fields_of(event).items() if one.is_needed]
    if not needed:
        return [_("Kata isian {isi} belum ada. Isi bawaan surat ini berbeda untuk tiap penerima dan tidak dapat ditinggalkan.")]
    text = _("Kata isian {%(name)s} belum ada. Tulis {%(name)s}, atau pakai {isi} yang memuat semuanya.")
    return [text % {"name": name} for name in needed if name not in found]


def _markup_faults(event: str, words: str) -> list[str]:
    place, opened = 0, []
    while place < len(words):
        piece = _PIECE.match(words, place)
        if piece is None or not _is_nested(piece, opened):
            shown = one_line(words[place : place + 30])
            return [
                _("HTML tidak dikenal mulai dari “%(part)s”. Yang dapat dipakai: %(tags)s.") % {"part": shown, "tags": _TAGS}
            ]
        if piece["open"] and not _is_own_link(event, piece):
            return [
                _('Tautan hanya boleh menuju situs ini: tulis href="{nama}" dengan kata isian alamat, atau alamat situs ini.')
            ]
        place = piece.end()
    return [_("Tag <%(tag)s> belum ditutup.") % {"tag": opened[-1]}] if opened else []


_TAGS = "p, br, hr, b, strong, i, em, ul, ol, li, blockquote, h2, h3, a"


def _is_nested(piece: re.Match, opened: list[str]) -> bool:
    if piece["open"]:
        opened.append(piece["open"])
    return not piece["close"] or (bool(opened) and opened.pop() == piece["close"])


def _is_own_link(event: str, piece: re.Match) -> bool:
    """Say whether a link has an address of this site, and nothing else has any."""
    attributes = piece["attributes"]
    if piece["open"] != "a" or not attributes:
        return piece["open"] != "a" and not attributes
    address = attributes.partition('"')[2][:-1]
    name = address[1:-1]
    if _KNOWN_SHAPE.match(name) and address == f"{{{name}}}":
        return getattr(fields_of(event).get(name), "kind", "") == "link"
    return address.startswith(f"{settings.SITE_URL}/") and not _BRACES.search(address)


def can_fill(event: str, words: Mapping[str, str]) -> bool:
    """Say whether the words still stand: a later release may know a placeholder no more."""
    return not any(faults_of(event, part, words[part]) for part in SHIPPED)


def fill_text(event: str, words: str, data: Mapping[str, Any], shipped: str) -> str:
    """Return the words of a plain letter, or of a subject, with every placeholder's value in its place."""
    fields = fields_of(event)

    def value(found: re.Match) -> str:
        name = found[1]
        return shipped if name in (BODY, SUBJECT) else _TEXT[fields[name].kind](value_of(fields[name], data))

    return _NAME.sub(value, words)


def fill_html(event: str, words: str, data: Mapping[str, Any], shipped: str) -> str:
    """Return the words of an HTML letter with every value in its place, escaped."""
    fields = fields_of(event)

    def value(found: re.Match) -> str:
        linked, name = found[1], found[2]
        if linked:
            return f'href="{escape(value_of(fields[linked], data))}"'
        return shipped if name == BODY else _HTML[fields[name].kind](value_of(fields[name], data))

    return re.sub(f"{_LINKED.pattern}|{_NAME.pattern}", value, words)


def value_of(field: Placeholder, data: Mapping[str, Any]) -> Any:
    """Return a placeholder's value out of the letter's data; None when this letter has none."""
    if field.kind != "link":
        return _at_path(field.path, data)
    name, *paths = field.path.split()
    return settings.SITE_URL + reverse(name, args=[_at_path(path, data) for path in paths])


def _at_path(path: str, data: Mapping[str, Any]) -> Any:
    first, *rest = path.split(".")
    value = data.get(first)
    for name in rest:
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return value


def _moment(value: Any) -> str:
    return f"{zones.format_date(value, weekday=True)}, {zones.format_zones(value)}" if value else "–"


def _deadline(value: Any) -> str:
    return zones.format_deadline(value) or "–"


def _said(value: Any) -> str:
    return break_links(one_line(value if value is not None else "–"))


_TEXT: dict[str, Callable[[Any], str]] = {
    "words": _said,
    "plain": lambda value: one_line(value if value is not None else "–"),
    "quote": lambda value: quote_lines(value or "–"),
    "moment": _moment,
    "deadline": _deadline,
    "link": str,
}
_HTML: dict[str, Callable[[Any], str]] = {kind: (lambda value, say=say: escape(say(value))) for kind, say in _TEXT.items()} | {
    "quote": lambda value: escape(break_links(clean_lines(value or "–"))).replace("\n", "<br>"),
    "link": lambda value: f'<a href="{escape(value)}">{escape(value)}</a>',
}
