"""What comes next for a proposal, and for whom: the way to the secretariat as tasks, the acts of one person, the way on."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.models import Person
from competition.models.people import MembershipRole
from competition.queries.people import rights_of
from competition.zones import format_date, format_instant
from submissions import policy
from submissions.models import Endorsement, Proposal
from submissions.purposes import key_of
from submissions.queries.contents import Item
from submissions.queries.overview import Overview
from submissions.states import ProposalState
from submissions.views.rows import ABOUT, Task, part_url

S = ProposalState
# What the buttons beside an answer's files say: save and take the file, save and see how the files are now.
HERE = ("file", "stay")
# Pages that list everything; whoever comes from one to change a part goes back to it.
ORIGINS = {"periksa": "submissions:check", "kirim": "submissions:submit"}


@dataclass(frozen=True, slots=True)
class Act:
    """A link to something this person may do now; `kind` is how its button looks, plain for the way on."""

    label: str
    url: str
    kind: str = ""


def acts_of(overview: Overview, person: Person, at: datetime) -> list[Act]:
    """Return what the person may do with the proposal now, the most useful first."""
    proposal = overview.proposal
    is_ready = overview.endorsement is not None and not overview.findings
    acts = []
    if is_ready and policy.may_submit_proposal(person, proposal, at):
        acts.append(Act(_("Periksa dan kirim"), _url("submit", proposal)))
    if overview.endorsement is None and policy.may_endorse_proposal(person, proposal, at):
        acts.append(Act(_("Baca dan setujui"), _url("endorse", proposal)))
    if policy.may_forward_proposal(person, proposal, at):
        acts.append(Act(_("Periksa dan teruskan"), _url("check", proposal), "line" if overview.findings else ""))
    if policy.may_return_proposal(person, proposal, at):
        acts.append(Act(_("Kembalikan dengan catatan"), _url("return", proposal), "line"))
    if policy.may_revive_proposal(person, proposal, at):
        acts.append(Act(_("Buka kembali"), _url("revive", proposal)))
    if overview.submission is not None or overview.withdrawal is not None:
        acts.append(Act(_("Buka tanda terima"), _url("receipt", proposal), "line"))
    if policy.may_withdraw_proposal(person, proposal, at):
        acts.append(Act(_("Tarik kembali"), _url("withdraw", proposal), "line"))
    return acts


def is_held_by(overview: Overview, person: Person, at: datetime) -> bool:
    """Say whether the person is among those who have the ball."""
    rights, proposal = rights_of(person, at), overview.proposal
    return {
        "UNIT": rights.writes_for(proposal.unit_id),
        "LEADER": rights.is_member(proposal.institution_id, MembershipRole.LEADER, MembershipRole.DELEGATE),
        "ADMINISTRATOR": policy.administers(rights, proposal),
    }.get(overview.holder, False)


def handover_tasks(overview: Overview, person: Person, at: datetime) -> list[Task]:
    """Return the three steps after writing, each with what it waits for; there from the first day."""
    return [_forward_task(overview, person, at), _endorse_task(overview, person, at), _submit_task(overview, person, at)]


def count_words(findings: int) -> str:
    """Return how much is still in the way, in words."""
    return ngettext("Masih %(n)s hal yang perlu diperbaiki", "Masih %(n)s hal yang perlu diperbaiki", findings) % {
        "n": findings
    }


def origin_of(request: HttpRequest) -> str:
    """Return the page that sent the reader to change one part, if it is one of ours."""
    origin = request.GET.get("dari", "")
    return origin if origin in ORIGINS else ""


def url_after(request: HttpRequest, proposal: Proposal, items: list[Item], target: str) -> str:
    """Return where to go after a part was saved: to its files, back where the reader came from, or on to the next part."""
    origin = origin_of(request)
    files_url = _files_url(request, proposal, target)
    if files_url and target in {item.question.code for item in items if item.question.takes_files}:
        return files_url
    if origin:
        return _url(ORIGINS[origin].removeprefix("submissions:"), proposal)
    if request.POST.get("then") == "back":
        return _url("proposal", proposal)
    order = [ABOUT, *(item.question.code for item in items)]
    following = order[order.index(target) + 1 :]
    if following:
        return part_url(proposal, following[0])
    return _url("check" if proposal.state == S.DRAFT else "proposal", proposal)


def _files_url(request: HttpRequest, proposal: Proposal, target: str) -> str:
    """Return where a button about files leads: to the page of the answer's files, or to where they stand on its own page."""
    then = request.POST.get("then")
    query = f"?dari={origin}" if (origin := origin_of(request)) else ""
    if then == "files":
        return reverse("submissions:upload", args=[proposal.code, key_of(question=target, letter="")]) + query
    return f"{part_url(proposal, target)}{query}#berkas" if then in HERE else ""


def endorsed_words(endorsement: Endorsement) -> str:
    """Return who endorsed, in which office, when; of a signed letter, its number and date."""
    who = ", ".join(filter(None, (endorsement.name, endorsement.position, endorsement.decree)))
    if endorsement.in_stead_of_id is not None:
        who = _("%(who)s, atas nama %(leader)s") % {"who": who, "leader": endorsement.in_stead_of.name}
    if endorsement.is_letter:
        known = {"number": endorsement.letter_number, "day": format_date(endorsement.letter_on), "who": who}
        return _("Disetujui dengan surat No %(number)s tanggal %(day)s, ditandatangani %(who)s") % known
    return _("Disetujui %(who)s, %(when)s") % {"who": who, "when": format_instant(endorsement.endorsed_at)}


def _forward_task(overview: Overview, person: Person, at: datetime) -> Task:
    proposal, title = overview.proposal, _("Teruskan ke admin instansi")
    if proposal.state != S.DRAFT:
        return Task(title, _("Selesai"), "plain")
    if overview.findings:
        return Task(title, _("Belum bisa dimulai"), "soft", count_words(len(overview.findings)))
    url = _url("check", proposal) if policy.may_forward_proposal(person, proposal, at) else ""
    return Task(title, _("Belum selesai"), "now", _("Semua bagian lengkap"), url)


def _endorse_task(overview: Overview, person: Person, at: datetime) -> Task:
    proposal, title = overview.proposal, _("Persetujuan pimpinan")
    if overview.endorsement is not None:
        may_see = overview.endorsement.is_letter and policy.may_record_letter(person, proposal, at)
        url = _url("record_letter", proposal) if may_see else ""
        return Task(title, _("Selesai"), "plain", endorsed_words(overview.endorsement), url)
    if overview.submission is not None or overview.withdrawal is not None:
        return Task(title, _("Selesai"), "plain", _("Disetujui sebelum dikirim"))
    hint = _("Setelah diteruskan ke admin instansi")
    if overview.lapsed is not None:
        values = {"name": overview.lapsed.name, "when": format_instant(overview.lapsed.endorsed_at)}
        hint = _("Persetujuan %(name)s, %(when)s, gugur karena isi proposal berubah. Perlu disetujui kembali.") % values
    if overview.taken_back is not None:
        hint = _("Surat persetujuan No %(number)s tidak berlaku lagi. Perlu disetujui kembali.")
        hint = hint % {"number": overview.taken_back.letter_number}
    if proposal.state == S.DRAFT:
        return Task(title, _("Belum bisa dimulai"), "soft", hint)
    url = _url("endorse", proposal) if policy.may_endorse_proposal(person, proposal, at) else ""
    if overview.lapsed is not None or overview.taken_back is not None:
        return Task(title, _("Gugur"), "warn", hint, url)
    return Task(title, _("Belum selesai"), "now", _("Pimpinan membaca dan menyetujui versi ini"), url)


def _submit_task(overview: Overview, person: Person, at: datetime) -> Task:
    proposal, title = overview.proposal, _("Kirim proposal")
    if overview.submission is not None:
        return Task(title, _("Terkirim"), "ok", overview.submission.number, _url("receipt", proposal))
    if overview.withdrawal is not None:
        hint = _("Ditarik %(name)s, %(when)s") % {
            "name": overview.withdrawal.withdrawn_by.name,
            "when": format_instant(overview.withdrawal.withdrawn_at),
        }
        return Task(title, _("Ditarik"), "soft", hint, _url("receipt", proposal))
    blocking = _what_blocks_sending(overview)
    if blocking:
        return Task(title, _("Belum bisa dimulai"), "soft", _("Yang masih menghalangi:"), points=blocking)
    url = _url("submit", proposal) if policy.may_submit_proposal(person, proposal, at) else ""
    return Task(title, _("Belum selesai"), "now", _("Siap dikirim admin instansi"), url)


def _what_blocks_sending(overview: Overview) -> tuple[str, ...]:
    """Return everything that sending waits for, each in its own words: the parts, the hand-over, the leader's yes."""
    steps = [finding.text for finding in overview.advice if finding.check == "cap"]
    if overview.proposal.state == S.DRAFT:
        steps.append(_("Diteruskan ke admin instansi"))
    if overview.endorsement is None:
        steps.append(_("Disetujui pimpinan"))
    return (*(finding.text.removesuffix(".") for finding in overview.findings), *steps)


def _url(page: str, proposal: Proposal) -> str:
    return reverse(f"submissions:{page}", args=[proposal.code])
