"""May this person do this to this proposal, now? Each answer carries its reason."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Institution, Person, Question, Stage, Unit
from competition.models.people import AppointmentRole, MembershipRole
from competition.queries.editions import has_round, stage_after, stage_before, stage_of
from competition.queries.people import STAFF_ROLES, Rights, rights_of
from competition.queries.ties import is_tied
from competition.verdict import YES, Verdict, no
from competition.zones import day_of, format_closing, format_elsewhere, format_opening, last_minute
from submissions.asking import asked_of
from submissions.models import Answer, Document, Endorsement, Proposal
from submissions.models.screening import ScreeningResult
from submissions.queries.contents import close_in, missed_end, questions_of, stage_for
from submissions.queries.decided import has_corrections, is_screened
from submissions.queries.delegations import led_by, office_of
from submissions.queries.documents import is_sent
from submissions.queries.readings import SECOND, readers_of, reads_twice
from submissions.states import (
    OPEN_TO_ADMINISTRATOR,
    OPEN_TO_WRITER,
    SENT,
    WITH_SECRETARIAT,
    DocumentState,
    ProposalState,
    may_move,
    window_of,
)

ADMINISTRATOR, LEADER, DELEGATE = MembershipRole.ADMINISTRATOR, MembershipRole.LEADER, MembershipRole.DELEGATE
# The windows of an entry; all others are the organisers'.
EXTENDABLE = ("registration", "screening")


def window_is_open(edition: Edition, key: str, at: datetime) -> Verdict:
    """Say whether a stage of the edition is open, or when it was or will be."""
    stage = stage_of(edition, key)
    return _is_within(stage, stage.closes_at if stage else None, at)


def _is_within(stage: Stage | None, closes_at: datetime | None, at: datetime) -> Verdict:
    if stage is None or closes_at is None:
        return no(_("Edisi ini tidak memiliki tahap tersebut."))
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_opening(stage.opens_at)})
    if at >= closes_at:
        text = _("%(stage)s sudah ditutup pada %(when)s.")
        if stage.key == "registration":
            text = _("Pengajuan sudah ditutup pada %(when)s. Draf Anda tetap tersimpan.")
        elsewhere = _("Di zona lain: %(times)s.") % {"times": format_elsewhere(last_minute(closes_at))}
        return no(f"{text % {'stage': stage, 'when': format_closing(closes_at)}} {elsewhere}")
    return YES


def _is_open_for(proposal: Proposal, key: str, at: datetime) -> Verdict:
    """Say whether a stage is open for this proposal: everybody's close, or its institution's own where that is later."""
    stage = stage_for(proposal, key)
    closes_at = close_in(stage, proposal, stage.own_closes_at) if stage else None
    is_over = proposal.state == ProposalState.CORRECTION and closes_at is not None and at >= closes_at
    missed = missed_end(proposal, closes_at) if is_over else ""
    return no(missed) if missed else _is_within(stage, closes_at, at)


def may_edit_now(proposal: Proposal, at: datetime) -> Verdict:
    """Say whether the calendar lets this proposal change: registration, or screening for a correction."""
    return _is_open_for(proposal, window_of(proposal.state), at)


def administers(rights: Rights, proposal: Proposal) -> bool:
    """Say whether the person administers the proposal's institution, or the government a BUMD belongs to."""
    institution = proposal.institution
    return rights.is_member(institution.pk, ADMINISTRATOR) or (
        institution.parent_id is not None and rights.is_member(institution.parent_id, ADMINISTRATOR)
    )


def may_start_draft(person: Person, unit: Unit, edition: Edition, at: datetime) -> Verdict:
    """A writer of a verified institution's unit, while registration is open."""
    if not rights_of(person, at).writes_for(unit.pk):
        return no(_("Hanya penulis unit ini yang dapat memulai proposal."))
    if unit.institution.verified_at is None:
        return no(_("Instansi Anda belum diverifikasi sekretariat."))
    if not unit.institution.is_open_on(day_of(at)):
        return no(_("Instansi Anda sudah ditutup, jadi tidak dapat memulai proposal."))
    if unit.closed_on is not None and unit.closed_on <= day_of(at):
        return no(_("Unit ini sudah ditutup, jadi tidak dapat memulai proposal."))
    return window_is_open(edition, "registration", at)


def may_read_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The proposal's own people; the secretariat once it was sent, but for whoever has a tie to its institution."""
    if may_read_history(person, proposal, at):
        return YES
    if proposal.state in SENT and may_handle_proposal(person, proposal, at):
        return YES
    return no(_("Anda tidak memiliki akses ke proposal ini."))


def may_handle_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The edition's secretariat and organisers who have no tie to its institution, whatever else they are to it."""
    verdict = may_see_secretariat(person, proposal.edition, at)
    if verdict and is_tied(person, proposal.edition, proposal.institution_id, at):
        return no(_("Anda berkonflik dengan proposal ini, jadi diurus orang lain di sekretariat."))
    return verdict


def may_read_history(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The unit's writers, the institution's administrator, leader and their delegate: what was written on the way is theirs."""
    rights = rights_of(person, at)
    leads = rights.is_member(proposal.institution_id, LEADER, DELEGATE)
    if leads or rights.writes_for(proposal.unit_id) or administers(rights, proposal):
        return YES
    return no(_("Anda tidak memiliki akses ke proposal ini."))


def may_read_document(person: Person, document: Document, at: datetime) -> Verdict:
    """Whoever may read the proposal, once the file was checked; one that was removed, or proves a yes, the secretariat only if
    it was sent."""
    verdict = may_read_proposal(person, document.proposal, at)
    if verdict and document.state != DocumentState.READY:
        return no(_("Berkas ini belum selesai diperiksa."))
    if not verdict or (document.removed_at is None and not document.is_proof) or is_sent(document):
        return verdict
    return may_read_history(person, document.proposal, at)


def may_write_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The writer while it is a draft (or to be corrected), the administrator also while it lies with them."""
    rights = rights_of(person, at)
    is_administrator = administers(rights, proposal)
    if not is_administrator and not rights.writes_for(proposal.unit_id):
        return no(_("Hanya penulis unit dan admin instansi yang dapat mengubah proposal ini."))
    if proposal.state in SENT and proposal.state != ProposalState.CORRECTION:
        return no(missed_end(proposal) or _("Proposal sudah dikirim dan tidak dapat diubah."))
    if proposal.state == ProposalState.WITHDRAWN:
        return no(_("Proposal ini ditarik kembali. Admin atau pimpinan instansi dapat membukanya kembali."))
    if proposal.state not in (OPEN_TO_ADMINISTRATOR if is_administrator else OPEN_TO_WRITER):
        return no(_("Proposal sedang di admin instansi. Minta admin mengembalikannya bila perlu diubah."))
    return may_edit_now(proposal, at)


def may_answer_question(proposal: Proposal, question: Question, answers: Iterable[Answer]) -> Verdict:
    """A question of the proposal's edition and group; one that follows from a yes, as long as that yes stands.

    `answers` are the proposal's, at least those that are yes or no, each with its question.
    """
    if question.edition_id != proposal.edition_id or not question.is_asked_of(proposal.group.code):
        return no(_("Pertanyaan ini tidak ditanyakan untuk proposal ini."))
    if not question.asked_if:
        return YES
    said = {one.question_id: one.text for one in answers}
    known = sorted({question, *(one.question for one in answers)}, key=lambda one: one.order)
    if question in asked_of(known, proposal.group.code, said):
        return YES
    condition = next(one for one in questions_of(proposal.edition) if one.code == question.asked_if)
    text = _("Pertanyaan ini hanya ditanyakan bila “%(condition)s” dijawab Ya. Isian yang sudah tersimpan tetap ada.")
    return no(text % {"condition": condition})


def may_forward_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The unit's writer, from a draft, while registration is open."""
    if not rights_of(person, at).writes_for(proposal.unit_id):
        return no(_("Hanya penulis unit yang dapat meneruskan proposal ini."))
    if proposal.state != ProposalState.DRAFT:
        return no(_("Proposal ini sudah diteruskan."))
    return _is_open_for(proposal, "registration", at)


def may_return_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or who could endorse it, while it lies with them and can still be mended in time."""
    if not administers(rights_of(person, at), proposal) and not may_endorse_proposal(person, proposal, at):
        return no(_("Hanya admin atau pimpinan instansi yang dapat mengembalikan proposal."))
    if proposal.state != ProposalState.FORWARDED:
        return no(_("Proposal ini tidak sedang di admin instansi."))
    return _is_open_for(proposal, "registration", at)


def may_endorse_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The institution's head in their term, or whom they named in their stead, once it was forwarded (or to be corrected).
    Neither of the two is on the writing team: a delegate says no yes that the leader could not say."""
    rights = rights_of(person, at)
    if not rights.is_member(proposal.institution_id, LEADER, DELEGATE):
        return no(_("Hanya pimpinan instansi yang dapat menyetujui proposal ini."))
    if rights.writes_for(proposal.unit_id) or proposal.created_by_id == person.pk:
        return no(_("Anda termasuk tim penulis, jadi persetujuan harus dari pimpinan lain."))
    if office_of(person, proposal, at) is None:
        return no(_no_office(person, proposal, at))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        return no(_("Proposal ini belum diteruskan atau sudah dikirim."))
    return may_edit_now(proposal, at)


def may_ask_endorsement(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, while a yes can still be said."""
    if not administers(rights_of(person, at), proposal):
        return no(_("Hanya admin instansi yang dapat meminta persetujuan pimpinan."))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        return no(_("Proposal ini belum diteruskan atau sudah dikirim."))
    return may_edit_now(proposal, at)


def may_record_letter(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, as long as a yes can still be said."""
    if not administers(rights_of(person, at), proposal):
        return no(_("Hanya admin instansi yang dapat mencatat surat persetujuan."))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        return no(_("Proposal ini belum diteruskan atau sudah dikirim."))
    return may_edit_now(proposal, at)


def may_object_to_letter(person: Person, letter: Endorsement, at: datetime) -> Verdict:
    """In whose name it was recorded, at any time; the administrator, to take back what was recorded wrongly, before it was
    sent. `letter` comes with its proposal."""
    is_own = person.pk in (letter.endorsed_by_id, letter.in_stead_of_id)
    if not is_own and not administers(rights_of(person, at), letter.proposal):
        return no(_("Hanya penandatangan surat dan admin instansi yang dapat menyatakan keberatan."))
    if letter.objected_at is not None:
        return no(_("Keberatan atas surat ini sudah dicatat."))
    if letter.ended_at is not None:
        return no(_("Surat ini tidak berlaku lagi."))
    if not is_own and letter.proposal.state in WITH_SECRETARIAT:
        return no(_("Proposal sudah dikirim, jadi hanya penandatangan surat yang dapat menyatakan keberatan."))
    return YES


def _no_office(person: Person, proposal: Proposal, at: datetime) -> str:
    """Return why somebody who leads the institution, or stands in for its leader, may not say yes now."""
    own = [one.term.objection(at) for one in led_by(person, proposal, at)]
    if own:
        return own[0] + " " + _("Minta admin instansi mencatat SK yang berlaku.")
    return _("Pimpinan yang menunjuk Anda tidak lagi menjabat atau termasuk tim penulis proposal ini.")


def may_submit_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or the leader, while the window is open. Content is checked by the operation."""
    rights = rights_of(person, at)
    if not administers(rights, proposal) and not rights.is_member(proposal.institution_id, LEADER):
        return no(_("Hanya admin atau pimpinan instansi yang dapat mengirim proposal."))
    if proposal.state not in (ProposalState.FORWARDED, ProposalState.CORRECTION):
        if proposal.state in SENT:
            return no(missed_end(proposal) or _("Proposal ini sudah dikirim."))
        if proposal.state == ProposalState.WITHDRAWN:
            return no(_("Proposal ini ditarik kembali. Buka kembali sebelum mengirimnya."))
        return no(_("Proposal ini belum diteruskan oleh penulis."))
    return may_edit_now(proposal, at)


def may_withdraw_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or the leader, while what was sent can still be sent anew and nobody has decided on it."""
    rights = rights_of(person, at)
    if not administers(rights, proposal) and not rights.is_member(proposal.institution_id, LEADER):
        return no(_("Hanya admin atau pimpinan instansi yang dapat menarik kembali proposal."))
    if proposal.state == ProposalState.WITHDRAWN:
        return no(_("Proposal ini sudah ditarik kembali."))
    if proposal.state not in SENT:
        return no(_("Proposal ini belum dikirim."))
    if proposal.state != ProposalState.SUBMITTED or is_screened(proposal):
        return no(_("Sekretariat sudah memeriksa proposal ini, jadi tidak dapat ditarik kembali."))
    return may_edit_now(proposal, at)


def may_revive_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The administrator, or the leader, of a withdrawn proposal, while it can still be sent anew."""
    rights = rights_of(person, at)
    if not administers(rights, proposal) and not rights.is_member(proposal.institution_id, LEADER):
        return no(_("Hanya admin atau pimpinan instansi yang dapat membuka kembali proposal."))
    if proposal.state != ProposalState.WITHDRAWN:
        return no(_("Proposal ini tidak sedang ditarik."))
    return may_edit_now(proposal, at)


def may_see_secretariat(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The edition's secretariat and organisers."""
    if rights_of(person, at).holds(edition.pk, *STAFF_ROLES):
        return YES
    return no(_("Halaman ini hanya untuk sekretariat."))


def may_screen_proposal(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """The secretariat, during screening, and nobody with a tie to the proposal's institution; where two read, each once."""
    verdict = _screens_now(person, proposal, at)
    if not verdict or not reads_twice(proposal.edition):
        return verdict
    readers = readers_of(proposal)
    if len(readers) < SECOND and person.pk in readers:
        return no(_("Anda sudah membaca proposal ini. Sekarang menunggu pembaca kedua, yang tidak melihat bacaan Anda."))
    if len(readers) == SECOND:
        return no(_("Dua pembaca berbeda pendapat tentang proposal ini. Orang ketiga memutuskan pada halaman Beda pendapat."))
    return YES


def may_pass_clean(person: Person, edition: Edition, at: datetime) -> Verdict:
    """The secretariat, during screening. What of each proposal speaks against it, `queries.clean` says."""
    if rights_of(person, at).holds(edition.pk, AppointmentRole.SECRETARIAT):
        return window_is_open(edition, "screening", at)
    return no(_("Hanya sekretariat yang dapat memeriksa proposal."))


def may_settle_readings(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    """Whoever may screen it and is neither of the two readers, once both have read."""
    verdict, readers = _screens_now(person, proposal, at), readers_of(proposal)
    if verdict and len(readers) < SECOND:
        return no(_("Tentang proposal ini tidak ada dua bacaan yang berbeda."))
    if verdict and person.pk in readers:
        return no(_("Anda salah satu pembacanya, jadi orang lain yang memutuskan."))
    return verdict


def _screens_now(person: Person, proposal: Proposal, at: datetime) -> Verdict:
    if not rights_of(person, at).holds(proposal.edition_id, AppointmentRole.SECRETARIAT):
        return no(_("Hanya sekretariat yang dapat memeriksa proposal."))
    may_handle = may_handle_proposal(person, proposal, at)
    if may_handle and proposal.state != ProposalState.SUBMITTED:
        return no(_("Proposal ini tidak sedang menunggu pemeriksaan."))
    return may_handle and _is_open_for(proposal, "screening", at)


def may_move_proposal(person: Person, proposal: Proposal, target: str, at: datetime) -> Verdict:
    """The moves that the secretariat makes, for those who may screen it; all others are no moves, or the agency's own."""
    known = {"source": ProposalState(proposal.state).label, "target": ProposalState(target).label}
    if not may_move(proposal.state, target):
        return no(_("Dari %(source)s tidak ada langkah ke %(target)s.") % known)
    if target not in ScreeningResult.values:
        return no(_("Langkah ke %(target)s hanya dibuat instansinya.") % known)
    return may_screen_proposal(person, proposal, at)


def may_extend_stage(person: Person, stage: Stage, at: datetime) -> Verdict:
    """Those who see to the stage; a window in which proposals are sent or judged, and only while it is open."""
    verdict = _sees_to(person, stage, at)
    if verdict and stage.key not in EXTENDABLE and not has_round(stage):
        return no(_("Tahap ini tidak dapat diperpanjang."))
    return verdict and window_is_open(stage.edition, stage.key, at)


def may_move_stage(person: Person, stage: Stage, at: datetime) -> Verdict:
    """Those who see to the stage, until it opens."""
    verdict = _sees_to(person, stage, at)
    if verdict and at >= stage.opens_at:
        return no(_("%(stage)s sudah dibuka, jadi jadwalnya tidak dipindah lagi.") % {"stage": stage})
    return verdict


def _sees_to(person: Person, stage: Stage, at: datetime) -> Verdict:
    """The edition's secretariat and organisers; of a stage in which nothing is sent the organisers alone."""
    verdict = may_see_secretariat(person, stage.edition, at)
    is_theirs = stage.key in EXTENDABLE or rights_of(person, at).holds(stage.edition_id, AppointmentRole.ORGANISER)
    return verdict if not verdict or is_theirs else no(_("Jadwal tahap ini diatur oleh penyelenggara."))


def may_extend_for(person: Person, stage: Stage, institution: Institution, at: datetime) -> Verdict:
    """The edition's secretariat and organisers, of no institution they are tied to, and only while it can still help: from the
    stage's opening until the next one closes. Whether the institution has a draft is not theirs to know; a correction is."""
    verdict = may_see_secretariat(person, stage.edition, at)
    if not verdict:
        return verdict
    if stage.key not in EXTENDABLE:
        return no(_("Tahap ini tidak dapat diperpanjang."))
    if is_tied(person, stage.edition, institution.pk, at):
        return no(_("Anda berkonflik dengan instansi ini, jadi batas waktunya diperpanjang oleh orang lain."))
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_opening(stage.opens_at)})
    following = stage_after(stage)
    if following is not None and at >= following.closes_at:
        return no(_("%(stage)s sudah ditutup, jadi perpanjangan tidak lagi membantu.") % {"stage": following})
    if stage.key == "screening" and not has_corrections(stage.edition_id, institution.pk):
        return no(_("Instansi ini tidak memiliki proposal yang sedang diperbaiki."))
    return YES


def may_close_then(stage: Stage, closes_at: datetime, present: datetime | None = None) -> Verdict:
    """A later close than the present one (the stage's, or an institution's own), and no later than that of the stage that
    follows; a round ends when that one opens, because then its results are due."""
    present = present or stage.closes_at
    if closes_at <= present:
        return no(_("Batas waktu yang baru harus sesudah %(when)s.") % {"when": format_closing(present)})
    following = None if stage.is_parallel else stage_after(stage)
    if following is not None and has_round(stage) and closes_at > following.opens_at:
        text = _("Batas waktu yang baru paling lambat %(when)s, saat %(stage)s dibuka.")
        return no(text % {"when": format_closing(following.opens_at), "stage": following})
    if following is not None and closes_at > following.closes_at:
        text = _("Batas waktu yang baru paling lambat %(when)s, saat %(stage)s ditutup.")
        return no(text % {"when": format_closing(following.closes_at), "stage": following})
    return YES


def may_open_then(stage: Stage, opens_at: datetime, at: datetime) -> Verdict:
    """An opening that is still to come, and not before the stage that goes before is over."""
    before = None if stage.is_parallel else stage_before(stage)
    if opens_at <= at:
        return no(_("Waktu buka yang baru harus sesudah sekarang."))
    if before is not None and opens_at < before.closes_at:
        text = _("Waktu buka yang baru paling awal %(when)s, saat %(stage)s ditutup.")
        return no(text % {"when": format_closing(before.closes_at), "stage": before})
    return YES
