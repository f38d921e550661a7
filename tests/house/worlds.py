"""The states of things in which the permission matrix asks every address."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from competition.clock import read_clock
from competition.codes import account_code, new_code
from competition.models import AuditEntry, Bulletin, Invitation, Membership, Notice, Person
from competition.operations.admission_letters import check_letter
from competition.operations.admissions import Candidate, Contact, file_admission
from competition.operations.appointments import appoint_person
from competition.operations.keys import make_key
from competition.operations.webhooks import make_webhook
from competition.scans import read_scan
from competition.tokens import hash_of
from competition.zones import day_of
from judging.models import Assignment
from submissions.models import EndorsementLink, Objection, Proposal, Replication
from tests import builders
from tests.briefings import brief
from tests.submissions import acts, coaching, files, objecting, replicating

ACTORS = (
    "anonymous",
    "writer",
    "colleague",
    "administrator",
    "leader",
    "stranger",
    "other_administrator",
    "secretariat",
    "chair",
    "judge",
    "judge_unassigned",
    "deactivated",
    "auditor",
    "coach",
    "organiser",
    "delegate",
)
NO_KEY = "00000000-0000-4000-8000-000000000000"
# Who is asked again in other states than the first; the others are what one of these is.
SOME_ACTORS = tuple(one for one in ACTORS if one not in ("colleague", "other_administrator", "deactivated"))
# Which addresses are asked again in which state: how their names begin, what they need one of.
ASKED: dict[str, tuple[str, set[str]]] = {
    "endorsed": ("submissions:", {"code"}),
    "sent": ("submissions:", {"code"}),
    "withdrawn": ("submissions:", {"code"}),
    "corrected": ("submissions:", {"code"}),
    "offered": ("judging:", {"code"}),
    "accepted": ("judging:", {"code", "key"}),
    "ranked": ("judging:", {"code", "key"}),
    "published": ("", {"code", "key", "year"}),
}


@dataclass
class World:
    """People by what they are here, and the objects that addresses name."""

    people: dict[str, Person | None]
    proposal: Proposal
    assignment: str
    # What other addresses than those of a proposal or an assignment call theirs.
    codes: dict[str, str] = field(default_factory=dict)
    # The writer's institution and unit, and another institution's request to join.
    places: dict[str, object] = field(default_factory=dict)

    def arguments(self, name: str) -> dict[str, object]:
        """Return whatever an address of this name may need to be complete."""
        code = self.proposal.code
        if name.startswith("judging:"):
            code = self.assignment
        elif name in (
            *("submissions:innovation", "submissions:replicate"),
            *("submissions:innovation_materials", "submissions:innovation_status"),
        ):
            code = self.proposal.innovation.code
        code = self.codes.get(name, code)
        thing = {"app_label": "auth", "object_id": "1", "content_type_id": 1, "pk": 1, "token": "a" * 64}
        if name == "competition:audit_entry":
            thing["pk"] = AuditEntry.objects.earliest("pk").pk
        fixed = {"question": "ringkasan", "year": 2017, "key": "desk", "stage": "registration", "sending_key": NO_KEY}
        if name == "submissions:move_stage":
            fixed["stage"] = "screening"
        fixed |= {
            "state": "ELIGIBLE",
            "other": self.proposal.code,
            "photo": "2222222222",
            "material": "2222222222",
            "deed": "tolak",
            "comment": "222222222222",
            "listing": "replikasi",
            "form": "csv",
            "version": 1,
        }
        return {"code": code, **fixed, **thing, **self.places}


def world(build: Callable[[builders.Cast], object]) -> World:
    """Return a world after an act of the cast; an assignment's code is a made-up one where there is none yet."""
    cast = builders.make_cast(builders.make_edition())
    build(cast)
    proposal = Proposal.objects.select_related("innovation").order_by("pk").first()
    _ask_the_leader(cast, proposal)
    anchor = brief(builders.the_round(cast), number=1)[0]
    assignments = Assignment.objects.filter(proposal=proposal).select_related("judge").order_by("pk")
    assignment = assignments.first()
    readers = [one.judge for one in assignments] or cast.judges[:2]
    people: dict[str, Person | None] = {name: getattr(cast, name, None) for name in ACTORS}
    people |= {
        "judge": readers[0],
        "judge_unassigned": next(one for one in cast.judges if one not in readers),
        "deactivated": _deactivated(cast),
    } | _officers(cast)
    places = _places(cast) | _filed(cast, proposal)
    codes = (
        _offices(cast) | {"judging:anchor": anchor.code, "judging:feedback": proposal.code} | _objections() | _replications()
    )
    codes |= _clinics(cast)
    codes |= dict.fromkeys(("judging:reword_entry", "judging:strike_entry"), proposal.code)
    return World(people, proposal, assignment.code if assignment else new_code(), codes, places)


def _filed(cast: builders.Cast, proposal: Proposal) -> dict[str, str]:
    """Return what a file may be for, and one that is ready; for a letter nobody asks for (any more), so no content changes."""
    files.ask_for(cast.edition, video=True)
    return {"purpose": "lain", "document": files.ready(proposal, cast.writer, letter="dahulu").code}


def _places(cast: builders.Cast) -> dict[str, object]:
    """Return what the addresses of institutions are made of."""
    admission = file_admission(
        candidate=Candidate("AGENCY", "Badan Baru"),
        contact=Contact("Narahubung", "Kepala", "baru@contoh.test"),
        letter=read_scan("surat.pdf", files.pdf()),
        at=read_clock(),
    )
    check_letter(code=admission.code, at=read_clock())
    letter = Notice.objects.filter(event="admission_filed").values_list("pk", flat=True)[0]
    places = {"institution": cast.institution.code, "unit": cast.unit.pk, "letter": letter}
    places |= {"event": "stage_extended", "language": "id", "number": 0}
    return places | {"admission": admission.code, "act": "ubah-nama"} | _staffing(cast)


def _staffing(cast: builders.Cast) -> dict[str, str]:
    """Return a writer's role, and an invitation that somebody who has no account yet may accept, with its link."""
    link = "a" * 64
    invitation = Invitation.objects.create(
        institution=cast.institution,
        email="diundang@contoh.test",
        role="WRITER",
        unit=cast.unit,
        token_hash=hash_of(link),
        invited_by=cast.administrator,
        created_at=read_clock(),
        expires_at=read_clock() + timedelta(days=7),
    )
    account = account_code(cast.writer.pk)
    known = {"name": "Uji", "scopes": ["proposals:read"], "last_day": day_of(read_clock())}
    key = make_key(institution=cast.institution, person=cast.administrator, **known, at=read_clock()).key
    found = {"member": cast.writer.memberships.get().code, "account": account, "invitation": invitation.code, "link": link}
    hook = {"url": "https://contoh.test/kipp", "events": ["outcome_known"], "at": read_clock()}
    hook = make_webhook(institution=cast.institution, person=cast.administrator, **hook).webhook
    return found | {"api_key": key.code, "proposal": "2222222222", "webhook": hook.code, "errand": "uji"}


def _ask_the_leader(cast: builders.Cast, proposal: Proposal) -> None:
    """Make the leader a link that is not opened yet; its token is the invitation's."""
    known = {"proposal": proposal, "person": cast.leader, "version": 1, "content_hash": "0" * 64, "nonce": "n"}
    at = read_clock()
    EndorsementLink.objects.create(**known, token_hash=hash_of("a" * 64), asked_at=at, ends_at=at + timedelta(days=7))


def _offices(cast: builders.Cast) -> dict[str, str]:
    """Return the codes of a judge's appointment, of one that the second organiser asked for, and of what is to be told."""
    asked = appoint_person(
        person=cast.secretariat2,
        edition=cast.edition,
        whom=builders.make_person("Calon ketua"),
        role="CHAIR",
        reason="SK Uji 7",
        at=read_clock(),
    )
    office = cast.judges[0].appointments.get().code
    names = dict.fromkeys(("competition:appointment", "competition:end_appointment", "judging:panelist"), office)
    told = Bulletin.objects.create(
        edition=cast.edition,
        text="Uji.",
        starts_at=read_clock() + timedelta(days=1),
        ends_at=read_clock() + timedelta(days=2),
        planned_by=cast.secretariat,
        planned_at=read_clock(),
    )
    names |= dict.fromkeys(("submissions:bulletin", "submissions:take_down_bulletin"), told.code)
    return names | {"competition:appointment_request": asked.code}


def _objections() -> dict[str, str]:
    """Return the code of the objection there is, for the addresses of objections."""
    names = ("submissions:objection", "submissions:give_objection", "submissions:objection_evidence")
    return {name: code for name in names for code in Objection.objects.values_list("code", flat=True)}


def _replications() -> dict[str, str]:
    """Return the code of the replication there is, for its addresses."""
    names = ("submissions:replication", "submissions:replication_act", "submissions:replication_agreement")
    return {name: code for name in names for code in Replication.objects.values_list("code", flat=True)}


def _clinics(cast: builders.Cast) -> dict[str, str]:
    """Return the codes of a clinic with a recording, and of a seat in it."""
    batch = coaching.planned(cast)
    batch.materials.create(code="2222222222", title="Rekaman", video_key="a" * 11, added_at=read_clock())
    names = (
        "clinic",
        "book_seat",
        "clinic_calendar",
        "clinic_material",
        "clinic_batch",
        "edit_clinic",
        "invite_to_clinic",
        "call_off_clinic",
    )
    names += ("clinic_attendance", "add_clinic_material", "remove_clinic_material")
    seat = coaching.seat(cast, batch).code
    held = dict.fromkeys(("submissions:clinic_seat", "submissions:clinic_certificate", "submissions:cancel_seat"), seat)
    return {f"submissions:{name}": batch.code for name in names} | held


def _officers(cast: builders.Cast) -> dict[str, Person]:
    """Return people who hold one office each, and who acts in the leader's stead."""
    found = {name: builders.make_person(f"Petugas {name}") for name in ("auditor", "coach", "organiser")}
    for name, person in found.items():
        builders.appoint(person, cast.edition, name.upper())
    delegate = builders.make_person("Pelaksana")
    Membership.objects.create(
        person=delegate,
        institution=cast.institution,
        role="DELEGATE",
        given_by=cast.leader,
        starts_at=builders.LONG_AGO,
        ends_at=read_clock() + timedelta(days=30),
    )
    return found | {"delegate": delegate}


def _deactivated(cast: builders.Cast) -> Person:
    person = builders.make_person("Penulis yang pergi")
    Membership.objects.create(
        person=person, institution=cast.institution, unit=cast.unit, role="WRITER", starts_at=builders.LONG_AGO
    )
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


def corrected(cast: builders.Cast) -> None:
    """The secretariat asked for a correction; screening is open."""
    proposal = builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")
    acts.screen(cast, proposal, read_clock(), "CORRECTION")


def sent(cast: builders.Cast) -> None:
    """The proposal was sent; screening is open."""
    builders.submitted(cast)
    builders.open_the_stage(cast.edition, "screening")


def withdrawn(cast: builders.Cast) -> None:
    """The proposal was sent and taken back; registration is open."""
    acts.withdraw(cast, builders.submitted(cast), read_clock())


def objected(cast: builders.Cast) -> None:
    """The list is out, its agencies read what was said, somebody objected to its entry, and another agency replicates it."""
    cast.edition.feedback = "SCORES"
    cast.edition.save(update_fields=["feedback"])
    builders.published(cast, 1)
    outcome = objecting.the_list(cast.edition).outcomes.get()
    objecting.confirmed(cast.edition, outcome=outcome)
    replicating.asked(cast, about=outcome.proposal.innovation)


WORLDS: dict[str, Callable[[builders.Cast], object]] = {
    "draft": builders.draft,
    "endorsed": builders.endorsed,
    "sent": sent,
    "withdrawn": withdrawn,
    "corrected": corrected,
    "offered": builders.assigned,
    "accepted": builders.accepted,
    "ranked": lambda cast: builders.ranked(cast, 1),
    "published": objected,
}
