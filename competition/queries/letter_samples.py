"""What a preview of a letter is made of: the running edition, its last sent proposal, the reader, and examples for the rest.

No letter that was sent is read: what letters say is between us and whom they are for.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from competition.models import Edition, Person, Round, StageExtension
from competition.placeholders import fields_of
from competition.queries.editions import current_edition, stage_of
from competition.queries.ties import tied_to

CODE = "2222222222"


def sample_data(event: str, language: str, person: Person, at: datetime) -> dict[str, Any]:
    """Return the data of a letter of the event to the person who looks, in the language of the letter; at most six queries."""
    edition = current_edition()
    with translation.override(language):
        data = _examples(person, at)
        if edition is not None:
            without = tied_to(person, edition, at)
            data |= _of_edition(edition) | import_string(settings.LETTER_SAMPLES)(edition, without)
        for field in fields_of(event).values():
            if field.kind != "link":
                _put(data, field.path.split("."), str(field.sample))
    return data


def _of_edition(edition: Edition) -> dict[str, Any]:
    """Return what there is of the edition: its registration, its first round, the last close that was moved."""
    found: dict[str, Any] = {"edition": edition}
    stage = stage_of(edition, "registration")
    if stage is not None:
        found |= {"stage": stage, "closes_at": stage.closes_at}
    round_ = Round.objects.filter(edition=edition).select_related("stage", "edition").order_by("order").first()
    known = StageExtension.objects.filter(stage__edition=edition).select_related("stage")
    moved = known.order_by("-extended_at", "-pk").first()
    if moved and moved.old_opens_at is None:
        # Its close alone was moved; a letter about a whole stage is shown with the opening it has.
        moved.old_opens_at = moved.new_opens_at = moved.stage.opens_at
    return found | ({"round": round_} if round_ else {}) | ({"extension": moved} if moved else {})


def _examples(person: Person, at: datetime) -> dict[str, Any]:
    reason, place = _("Contoh alasan."), {"name": _("Kabupaten Contoh"), "code": CODE}
    edition = {"name": _("Edisi contoh"), "year": at.year}
    unit, role = {"name": _("Puskesmas Contoh")}, _("Penilai")
    office = {"get_role_display": role, "edition": edition, "starts_at": at, "ends_at": at, "person": person, "code": CODE}
    stage = {"name": _("Pendaftaran"), "opens_at": at, "closes_at": at}
    membership = {"get_role_display": _("Penulis"), "institution": place, "unit": unit, "person": person, "starts_at": at}
    proposal = {"title": _("Rumah Tunggu Kelahiran"), "code": CODE, "unit": unit, "institution": place}
    return {
        **dict.fromkeys(("recipient", "sender", "member", "judge"), person),
        **dict.fromkeys(("at", "happened_at", "ends_at", "closes_at"), at),
        **dict.fromkeys(("going", "successors"), place["name"]),
        "institution": place,
        "origin": place,
        "unit": unit,
        "membership": membership,
        "stage": stage["name"],
        "reason": reason,
        "round": {"edition": edition, "key": "desk", "stage": stage, "award": "Top 99"},
        "appointment": office | {"appointed_by": person, "approved_by": person, "reason": reason, "end_reason": reason},
        "asked": office | {"reason": reason, "answer": reason},
        "invitation": membership | {"expires_at": at, "invited_by": person},
        "admission": {"name": place["name"], "code": CODE, "reason": reason},
        "extension": {
            "reason": reason,
            **dict.fromkeys(("old_opens_at", "new_opens_at", "old_closes_at", "new_closes_at"), at),
        },
        "link": {"ends_at": at},
        "webhook": {"url": "https://contoh.test", "event_labels": [_("Proposal dikirim")], "code": CODE},
        "key": {"name": _("Kunci contoh"), "prefix": "kipp_contoh", "scope_labels": [_("Proposal instansi")], "expires_at": at},
        "discussion": {"code": CODE},
        "slot": {"code": CODE, "starts_at": at, "ends_at": at, "room": _("Ruang A")},
        "old": {"starts_at": at, "room": _("Ruang B")},
        "visit": {"code": CODE, "place": place["name"], "starts_on": at.date(), "ends_on": at.date()},
        "names": [person.name],
        **_of_a_proposal(proposal, person, at),
        "coaching": _of_a_coaching(proposal, person, at),
        "material": _of_a_material(proposal),
        **_of_a_clinic(place, person, at),
    }


def _of_a_proposal(proposal: dict[str, Any], person: Person, at: datetime) -> dict[str, Any]:
    reason = _("Contoh alasan.")
    return {
        "innovations": [proposal],
        "year": at.year,
        "proposal": proposal,
        "submission": {"number": f"KIPP-{at.year}-000001", "received_at": at, "sha256": "a1" * 32},
        "withdrawal": {"reason": reason, "closes_at": at},
        "screening": {"result": "CORRECTION", "reading": reason},
        "endorsement": {
            "letter_number": "1/CONTOH",
            "letter_on": at.date(),
            "signer": person.name,
            "position": _("Kepala dinas"),
        },
        "document": {"name": "contoh.pdf", "problem": reason},
        "order": {"on": at.date(), "letter_number": "1/CONTOH"},
        "lines": [{"proposal": proposal, "is_written": True, "token": CODE}],
        "letters": [{"pk": UUID(int=0), "subject": _("Contoh perihal"), "body": _("Contoh isi surat.")}],
        "heads": [{"chain": "general", "position": 1, "hash": "a1" * 32}],
        "root": "a1" * 32,
        "token": CODE,
        "code": "012345",
        "number": 2,
        "name": _("Akun instansi"),
        "publication": {"title": _("Hasil"), "edition": {"year": at.year}, "round_key": "desk"},
        "decree": {"number": "19/SK/2017", "signed_on": at.date()},
        "certificate": {"number": f"SERT{at:%y}-7K3M-9QX2"},
        "erratum": {"reason": reason},
        "objection": {"code": CODE, "reason": reason, "state": "UPHELD"},
        "replication": {
            "code": CODE,
            "state": "REFUSED",
            "get_state_display": _("Ditolak instansi asal"),
            "innovation": proposal,
            "institution": proposal["institution"],
            "origin": proposal["institution"],
        },
        "place": proposal["institution"],
    }


def _of_a_clinic(place: dict[str, Any], person: Person, at: datetime) -> dict[str, Any]:
    known = {"code": CODE, "name": _("Klinik proposal batch 6"), "starts_at": at, "books_until": at}
    return {
        "batch": known | {"call_off_reason": _("Tempatnya tidak tersedia.")},
        "booking": {"code": CODE, "name": person.name, "institution": place, "state": "BOOKED"},
    }


def _of_a_material(proposal: dict[str, Any]) -> dict[str, Any]:
    return {"title": _("SOP layanan"), "get_state_display": _("Tampil kepada umum"), "innovation": proposal}


def _of_a_coaching(proposal: dict[str, Any], person: Person, at: datetime) -> dict[str, Any]:
    known = {"code": CODE, "proposal": proposal, "coach": {"name": person.name}, "until": at}
    return known | {"state": "GIVEN", "get_state_display": _("Sedang dibimbing")}


def _put(data: dict[str, Any], path: list[str], sample: str) -> None:
    """Give a placeholder's example its place, where nothing stands yet."""
    *way, last = path
    for name in way:
        data = data.setdefault(name, {})
        if not isinstance(data, Mapping):
            return
    if sample:
        data.setdefault(last, sample)
