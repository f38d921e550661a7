"""Every posted event has its letters in both languages, and they say only what their reader may know."""

import re
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail

from competition.chain import Head
from competition.clock import read_clock
from competition.composing import compose
from competition.events import EVENTS
from competition.letters import body_of
from competition.models import (
    Admission,
    Appointment,
    AppointmentRequest,
    Bulletin,
    Institution,
    InstitutionExtension,
    Invitation,
    Membership,
    Notice,
    Question,
    StageExtension,
    Unit,
)
from competition.operations.events import record_event
from competition.operations.institutions import Order
from competition.operations.notices import deliver_notice
from competition.zones import day_of
from judging.models import Announcement, Discussion, Reopening, Slot, Timetable, Visit
from submissions.models import (
    Certificate,
    Decree,
    Document,
    Endorsement,
    EndorsementLink,
    Objection,
    Publication,
    ReturnNote,
    Screening,
    Submission,
    Withdrawal,
)
from tests import builders
from tests.programs import hook_letter, key_letter
from tests.submissions import coaching, guiding, replicating

FOLDER = Path(settings.BASE_DIR) / "templates" / "notices"
POSTED = sorted(name for name, event in EVENTS.items() if event.is_posted)
PARTS = ("subject.txt", "txt", "html")
HOSTILE = 'Judul\r\nBcc: korban@contoh.test\x1b\u202e <img src=x> {{919*907}} http://jahat.test [klik](http://jahat.test) & "x"'


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("event", POSTED)
def test_posted_event_has_its_three_templates(event, language):
    missing = [part for part in PARTS if not (FOLDER / language / f"{event}.{part}").is_file()]
    assert not missing


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_template_is_left_over(language):
    known = {f"{event}.{part}" for event in POSTED for part in PARTS} | {"frame.txt", "frame.html"}
    assert {path.name for path in (FOLDER / language).iterdir()} == known


def test_templates_never_name_a_score():
    words = re.compile(r"score|marks?\b|total|\brank\b(?!\")|spread|points|sheet\.|\.order\b")
    for path in FOLDER.rglob("*"):
        if path.is_file():
            printed = re.findall(r"{{(.*?)}}", path.read_text())
            assert not [one for one in printed if words.search(one)], path


def contexts(title: str = "Rumah Tunggu Kelahiran", words: str = "Lengkapi data.\nTambahkan sumbernya.") -> dict[str, dict]:
    """Return what each event's letter is made of; the objects are real, hostile words may be put into them."""
    cast = builders.make_cast(builders.make_edition())
    proposal = builders.submitted(cast)
    proposal.title = title
    at, round_ = read_clock(), builders.the_round(cast)
    closes_at = proposal.edition.stages.get(key="registration").closes_at
    notes = [ReturnNote(question=one, text=words) for one in (None, Question.objects.filter(edition=cast.edition).first())]
    (sender := cast.writer).name = title[:150]
    common = {"proposal": proposal, "closes_at": closes_at}
    publication = Publication(title="Top 99", round_key="desk", published_at=at, edition=proposal.edition)
    frame = closing_contexts(round_, proposal, sender, words, at) | interview_contexts(round_, proposal, words, at)
    frame |= letter_contexts(common | {"sender": sender}, words, at) | visit_contexts(round_, proposal, words)
    frame |= frame_contexts(round_, sender, words, closes_at, at) | people_contexts(round_, sender, words, at)
    frame |= coaching.letters(round_, cast, title, at) | objection_contexts(round_, publication, title, words, at)
    frame |= guiding.letters(round_, proposal, words, at) | decree_contexts(common, sender, publication, title)
    return frame | {
        "proposal_forwarded": common | {"sender": sender},
        "proposal_returned": common | {"sender": sender, "notes": notes},
        "proposal_endorsed": common | {"endorsement": Endorsement.objects.get()},
        "endorsement_asked": common | {"sender": sender, "link": EndorsementLink(ends_at=at), "token": "a" * 64},
        "closing_reminded": common | {"lines": [{"proposal": proposal, "is_written": one} for one in (True, False)]},
        "holder_nudged": common | {"lines": [{"proposal": proposal, "is_written": one} for one in (True, False)]},
        "endorsement_lapsed": common | {"sender": sender},
        "file_refused": common | {"document": Document(name=title[:120], refusal="BROKEN"), "is_sent": False},
        "proposal_submitted": common | {"submission": Submission.objects.get()},
        "proposal_screened": common | {"screening": Screening(result="CORRECTION", reason=words)},
        "stage_extended": {
            "round": round_,
            "stage": round_.stage,
            "extension": StageExtension(old_closes_at=at, new_closes_at=closes_at, reason=words),
        },
        "judges_assigned": {"round": round_},
        "conflict_declared": {"round": round_, "judge": sender},
        "sheet_locked": {"round": round_, "judge": sender},
        "round_ranked": {"round": round_},
        "finalists_selected": {"round": round_, "sender": sender},
        "selection_ratified": {"round": round_, "sender": sender},
        "outcome_known": {"proposal": proposal, "round": round_, "is_in": True, "publication": publication},
    }


def interview_contexts(round_, proposal, words: str, at) -> dict[str, dict]:
    """Return the same for the letters about an interview, and about a task that was taken back."""
    timetable = Timetable(talk_minutes=10, question_minutes=10)
    slot = Slot(timetable=timetable, proposal=proposal, room=words[:100], starts_at=at, ends_at=at, code="2222222222")
    known = {"slot": slot, "proposal": proposal, "round": round_, "closes_at": at}
    moved = known | {"old": {"starts_at": at, "room": words[:100], "talk": 7, "questions": 13}, "reason": words}
    found = {"interview_invited": known, "attendance_reminded": known, "interview_moved": moved, "panel_moved": moved}
    found["materials_told"] = {"round": round_, "lines": [{"proposal": proposal}]}
    found["reading_withdrawn"] = {"round": round_, "proposal": proposal}
    return found | dict.fromkeys(("interview_cancelled", "interviews_redrawn", "interviews_cancelled"), moved)


def objection_contexts(round_, publication, title: str, words: str, at) -> dict[str, dict]:
    """Return the same for the letters about an objection."""
    objection = Objection(code="222222222222", publication=publication, name=title[:150], text=words, reason=words)
    common = {"round": round_, "objection": objection, "publication": publication, "closes_at": at, "handler": None}
    filed = common | {"token": "a" * 64, "ends_at": at}
    return {"objection_filed": filed, "objection_given": common, "objection_answered": common}


def decree_contexts(common: dict, sender, publication, title: str) -> dict[str, dict]:
    """Return the same for the letters about the decree of a list, and its corrections."""
    decree = Decree(number=title[:100], signed_on=date(2017, 4, 20))
    known = common | {"decree": decree, "publication": publication, "sender": sender, "reason": title}
    known |= {"certificate": Certificate(number="SERT17-7K3M-9QX2", reason=title), "erratum": {"reason": title}}
    return dict.fromkeys((one for one in POSTED if one.startswith(("decree_", "certificate_", "erratum_"))), known)


def visit_contexts(round_, proposal, words: str) -> dict[str, dict]:
    """Return the same for the letters about a visit."""
    days = {"starts_on": date(2017, 5, 2), "ends_on": date(2017, 5, 3)}
    visit = Visit(round=round_, proposal=proposal, place=proposal.title[:200], **days)
    known = {"visit": visit, "round": round_, "proposal": proposal, "reason": words, "names": [proposal.title, "Budi"]}
    known |= {"judge": proposal.created_by, "seat": "Panelis", "released": 1}
    return replicating.letters(round_, proposal, words) | dict.fromkeys(
        ("visit_planned", "visit_changed", "visit_announced", "visit_done", "visit_left"), known
    )


def announcement_contexts(round_, sender, words: str, at) -> dict[str, dict]:
    """Return the same for the letters about an announcement that opens by itself, and a ranking that is reopened."""
    known = {"round": round_, "sender": sender, "announcement": Announcement(publish_at=at, reason=words)}
    known["reopening"] = Reopening(due_at=at)
    return dict.fromkeys((one for one in POSTED if one.startswith(("announcement_", "reopening_"))), known)


def letter_contexts(common: dict, words: str, at) -> dict[str, dict]:
    """Return the same for the letters about a signed letter of endorsement."""
    title = common["proposal"].title
    letter = Endorsement(letter_number=title[:100], letter_on=at.date(), signer=title[:150], position=title[:150])
    common = common | {"endorsement": letter, "reason": words}
    lines = [{"proposal": common["proposal"], "token": "a" * 64}]
    return {
        "endorsements_waiting": common | {"lines": lines, "institution": common["proposal"].institution},
        "letter_recorded": common,
        "letter_announced": common | {"link": EndorsementLink(ends_at=at), "token": "a" * 64},
        "letter_objected": common | {"is_ended": True},
        "letter_refused": common | {"is_ended": False},
    }


def closing_contexts(round_, proposal, sender, words: str, at) -> dict[str, dict]:
    """Return the same for the letters about what was taken back, about a close for one institution, and about moved stages."""
    taken_back = {"submission": Submission.objects.get(), "withdrawal": Withdrawal(reason=words, closes_at=at)}
    extension = InstitutionExtension(old_closes_at=at, new_closes_at=at, reason=words)
    known = {"round": round_, "stage": round_.stage, "institution": proposal.institution, "extension": extension}
    withdrawn = {"proposal": proposal, "closes_at": at, "sender": sender} | taken_back
    times = dict.fromkeys(("old_opens_at", "new_opens_at", "old_closes_at", "new_closes_at"), at)
    moved = {"round": round_, "stage": round_.stage, "extension": StageExtension(**times, reason=words)}
    reminded = {"round": round_, "closes_at": at, "number": 3, "offered": 1}
    others = {"judging_reminded": reminded, "training_nudged": reminded, "round_moved": moved}
    discussed = {"round": round_, "discussion": Discussion(), "closes_at": at}
    letters = ("discussion_opened", "remark_added", "joint_sheet_proposed", "joint_sheet_sealed", "discussion_ended")
    others |= dict.fromkeys(letters, discussed)
    others["joint_sheet_told"] = {"round": round_, "proposal": proposal, "number": 3}
    asked = {"proposal": proposal, "closes_at": at}
    others["correction_reminded"] = asked | {"lines": [{"proposal": proposal}]}
    others["bulletin_mailed"] = {"round": round_, "bulletin": Bulletin(text=words)}
    others["passing_undone"] = asked | {"reason": words}
    others["correction_missed"] = asked | {"submission": Submission.objects.get()}
    return others | {"institution_extended": known, "proposal_withdrawn": withdrawn, "stage_moved": moved}


def people_contexts(round_, sender, words: str, at) -> dict[str, dict]:
    """Return the same for the letters about an institution's people."""
    member = builders.make_person("Orang Instansi")
    place = Institution.objects.exclude(units=None).first()
    unit = Unit.objects.filter(institution=place).first()
    unit.name = sender.name
    known = {"institution": place, "role": "WRITER", "unit": unit}
    invitation = Invitation(**known, invited_by=sender, expires_at=at)
    membership = Membership(**known, person=member, starts_at=at, ends_at=at)
    common = {"round": round_, "institution": place, "sender": sender, "member": sender, "reason": words}
    ours = {"invitation": invitation, "token": "a" * 64}
    changes = ("role_given", "role_taken", "unit_changed", "delegation_given", "delegation_ended", "office_recorded")
    invitations = ("person_invited", "person_called_in", "invitation_redeemed")
    ends = ("institution_split", "institution_merged", "institution_closed")
    order = {"round": round_, "order": Order(day_of(at), sender.name, words)}
    became = order | {"going": sender.name, "successors": sender.name, "ends": False}
    return (
        {name: common | {"membership": membership} for name in changes}
        | dict.fromkeys(invitations, common | ours)
        | dict.fromkeys(ends, became)
        | {"institution_unit_moved": order | {"unit": unit, "origin": place, "institution": place, "number": 2}}
    )


def frame_contexts(round_, sender, words: str, closes_at, at) -> dict[str, dict]:
    """Return the same for the letters of the frame: offices, institutions, signing in, the audit trail."""
    office = {"edition": round_.edition, "role": "JUDGE", "starts_at": at, "ends_at": closes_at, "person": sender}
    appointment = Appointment(**office, appointed_by=sender, approved_by=sender, reason=words, end_reason=words)
    asked = AppointmentRequest(**office, code="2222222222", asked_by=sender, reason=words, answer=words)
    admission = Admission(name=sender.name, code="2222222222", reason=words)
    return {
        "admission_filed": {"round": round_, "admission": admission},
        "admission_verified": {"round": round_, "admission": admission},
        "admission_refused": {"round": round_, "admission": admission},
        "person_appointed": {"round": round_, "appointment": appointment, "sender": sender},
        "appointment_ended": {"round": round_, "appointment": appointment, "sender": sender},
        "appointment_asked": {"round": round_, "asked": asked, "sender": sender},
        "appointment_answered": {"round": round_, "asked": asked, "sender": sender, "is_granted": True},
        "tasks_tied": {"round": round_, "number": 2},
        "tie_declared": office_tie(round_, sender),
        "digest_written": {"round": round_, "letters": daily_letters(sender, words)},
        "audit_head": {"round": round_, "heads": [Head("general", 3, "a" * 64)], "root": "b" * 64, "at": at},
        "factor_added": {"round": round_, "happened_at": at, "kind": "totp"},
        "factor_removed": {"round": round_, "happened_at": at, "kind": "webauthn"},
        "password_link_asked": {"round": round_, "has_account": True, "nonce": "n", "ends_at": at},
        "password_changed": {"round": round_, "happened_at": at},
        "endorsement_code_sent": {"round": round_, "code": "012345", "ends_at": at},
        "sign_in_code_sent": {"round": round_, "code": "012345", "ends_at": at},
        "account_closed": {"round": round_, "happened_at": at, "member": sender},
        "account_suspended": {"round": round_, "happened_at": at, "member": sender, "sender": sender, "reason": words},
        "account_restored": {"round": round_, "happened_at": at, "member": sender, "sender": sender, "reason": words},
        "webhook_made": hook_letter(round_, sender, at),
        "webhook_paused": hook_letter(round_, sender, at),
        "api_key_made": key_letter(round_, sender, words, at),
        "sign_on_linked": {"round": round_, "happened_at": at, "name": sender.name},
    } | announcement_contexts(round_, sender, words, at)


def office_tie(round_, sender) -> dict:
    """Return what the letter about a tie that somebody in office declared is made of."""
    place = Institution(name=sender.name)
    return {"round": round_, "declarer": sender, "institution": place, "edition": round_.edition}


def daily_letters(sender, words: str) -> list[dict]:
    """Return a letter as it stands among others in the letter of a day."""
    data = {"recipient": sender, "institution": {"name": words}, "member": sender, "sender": sender, "membership": {}}
    letter = compose("role_given", "id", data)
    return [{"pk": uuid4(), "subject": letter.subject, "body": body_of(letter.text)}]


def post(event: str, context: dict, language: str = "id") -> Notice:
    """Write the event's letter to one recipient, as an operation does."""
    recipient = builders.make_person(name=context.get("recipient_name", ""))
    recipient.language = language
    recipient.save()
    entry = record_event(
        event=event,
        subject=context.get("proposal") or context["round"],
        subject_key="uji",
        person=None,
        at=read_clock(),
        recipients=[recipient],
        context=context,
    )
    return entry.notices.get()


class Links(HTMLParser):
    """Collects where a letter's links lead, and which elements it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.elements: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.add(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src")]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_letter_renders_with_links_of_this_site_only(language):
    known = contexts()
    assert sorted(known) == POSTED
    for event, context in known.items():
        notice = post(event, context, language)
        assert 10 < len(notice.subject) <= 200, event
        assert notice.recipient.name in notice.text, event
        assert not re.search(r"{[{%]|\n{3}| $", notice.text, re.M), event
        addresses = re.findall(r"https?://\S+", notice.text)
        assert len(addresses) >= 2, event
        links = Links(notice.html)
        for address in [*addresses, *links.addresses]:
            assert address.startswith(f"{settings.SITE_URL}/"), (event, address)
        assert {"script", "style", "img", "link"}.isdisjoint(links.elements), event
        assert f'lang="{language}"' in notice.html
        assert "style=" not in notice.html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_letters_with_a_deadline_name_it_in_three_zones(language):
    known = contexts()
    for event in ("proposal_forwarded", "proposal_returned", "proposal_endorsed", "proposal_screened", "judges_assigned"):
        notice = post(event, known[event], language)
        for zone in ("WIB", "WITA", "WIT"):
            assert zone in notice.text, event


@pytest.mark.django_db
@pytest.mark.parametrize("event", POSTED)
def test_hostile_words_stay_words(event):
    """SEC-17: nothing of what people write becomes a header, a link, markup or a template."""
    notice = post(event, contexts(HOSTILE, HOSTILE)[event] | {"recipient_name": HOSTILE[:150]})
    for text in (notice.subject, notice.text):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert "\n" not in notice.subject
    assert "833533" not in notice.subject + notice.text
    assert "img" not in Links(notice.html).elements
    for linkable in ("http://jahat", "jahat.test", "korban@contoh"):
        assert linkable not in notice.subject + notice.text + notice.html
    assert "\nBcc" not in notice.text

    assert deliver_notice(notice_id=str(notice.pk), at=read_clock())
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sent["To"] == notice.recipient.email
    assert sent["Bcc"] is None
    assert len(sent.get_all("Subject")) == 1


@pytest.mark.django_db
def test_text_letters_are_not_escaped():
    notice = post("proposal_forwarded", contexts('Tanya & "Jawab" <cepat>')["proposal_forwarded"])
    assert 'Tanya & "Jawab" <cepat>' in notice.subject
    assert 'Tanya & "Jawab" <cepat>' in notice.text
    assert "&lt;cepat&gt;" in notice.html


@pytest.mark.django_db
def test_letters_about_the_verdict_hold_no_score():
    """A published journey with known scores: none of its letters holds one, and nobody reads of an outcome but its own."""
    cast = builders.make_cast(builders.make_edition(places=1))
    selection = builders.published(cast, 2)
    entries = list(selection.ranking.entries.select_related("proposal"))
    scores = {f"{one.score:.2f}" for one in entries} | {f"{one.score:.2f}".replace(".", ",") for one in entries}
    outcomes = Notice.objects.filter(event="outcome_known")
    assert outcomes.count() == 2 * 4
    for notice in Notice.objects.all():
        text = notice.subject + notice.text + notice.html
        assert not [score for score in scores if score in text], notice.event
    others = {one.proposal.title for one in entries}
    for notice in outcomes:
        own = notice.entry.subject_key
        assert not [one.proposal.title for one in entries if one.proposal.code != own and one.proposal.title in notice.text]
    for notice in Notice.objects.filter(event__in=("round_ranked", "finalists_selected", "selection_ratified", "sheet_locked")):
        assert not [title for title in others if title in notice.text], notice.event
