"""Links that ask somebody for their yes: written with a letter, opened once after a code, renewed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.lifetimes import PRESSED_TWICE
from competition.models import Institution, Person
from competition.operations.events import Occurrence, record_event, record_events
from competition.queries.editions import current_edition
from competition.tokens import MARK, hash_of, mark_of, new_nonce, token_of
from competition.verdict import Refused, require
from submissions.models import Endorsement, EndorsementLink, Proposal
from submissions.models.link import LinkState
from submissions.operations.moves import lock_proposal
from submissions.policy import may_ask_endorsement, may_endorse_proposal, may_object_to_letter
from submissions.queries.contents import content_hash, items_of, sending_closes_at
from submissions.queries.links import waiting_in

Pair = tuple[Proposal, Person]
LIFETIME = timedelta(days=7)
MOST_IN_A_DAY = 5
A_DAY = timedelta(days=1)
SPENT = {
    LinkState.OPENED: _("Tautan ini sudah pernah dibuka. Setiap tautan hanya terbuka satu kali."),
    LinkState.ANSWERED: _("Tautan ini sudah dipakai untuk menjawab. Tidak ada lagi yang perlu dilakukan dengannya."),
    LinkState.REPLACED: _("Tautan ini sudah diganti dengan yang lebih baru. Pakai tautan dalam surat atau pesan terakhir."),
    LinkState.EXPIRED: _("Tautan ini sudah lewat tujuh hari."),
}


class LinkSpent(Refused):
    """It opened once, was answered, replaced, or its seven days are over."""

    def __init__(self, state: LinkState) -> None:
        self.became = state
        super().__init__(SPENT[state])


class TooManyLinks(Refused):
    """Nobody is written to without end about one proposal."""

    reason = _("Orang ini sudah lima kali dimintai persetujuan hari ini. Salin tautan terakhir, atau coba lagi besok.")


def write_links(*, proposal: Proposal, people: Iterable[Person], person: Person | None, at: datetime) -> list[EndorsementLink]:
    """Ask each of the people who may say yes now, by a letter with a link of their own; links they had before are replaced.

    Call it with the proposal locked.
    """
    asked = [one for one in people if may_endorse_proposal(one, proposal, at)]
    if not asked:
        return []
    _replace_links(proposal, asked, at)
    present = content_hash(proposal, items_of(proposal))
    links = EndorsementLink.objects.bulk_create(_new_link(proposal, one, present, person, at) for one in asked)
    told = [_occurrence(one, proposal, person) for one in links]
    record_events(event="endorsement_asked", occurrences=told, person=person, at=at, edition=proposal.edition)
    return links


def announce_letter(*, letter: Endorsement, people: Iterable[Person], person: Person | None, at: datetime) -> None:
    """Tell each of those in whose name a signed letter was recorded, with a link of their own that leads to objecting.

    Call it with the proposal locked; `letter` comes with it.
    """
    proposal, told = letter.proposal, [one for one in people if one.is_active]
    _replace_links(proposal, told, at)
    links = [_new_link(proposal, one, letter.content_hash, person, at, letter) for one in told]
    links = EndorsementLink.objects.bulk_create(links)
    occurrences = [_occurrence(one, proposal, letter.recorded_by) for one in links]
    record_events(event="letter_announced", occurrences=occurrences, person=person, at=at, edition=proposal.edition)


@transaction.atomic
def ask_endorsement(*, proposal: Proposal, person: Person, whom: Person, at: datetime) -> EndorsementLink:
    """Ask one of those who can say yes once more, with a new link; the administrator may hand it over by other ways too.

    Asked again by the same person within a minute, the link is the one just made: a button pressed twice kills none.

    :raises NotAllowed: not the administrator, or whom is asked may not say yes now.
    :raises TooManyLinks: often enough for today.
    """
    proposal = lock_proposal(proposal)
    require(may_ask_endorsement(person, proposal, at))
    require(may_endorse_proposal(whom, proposal, at))
    made = EndorsementLink.objects.filter(proposal=proposal, person=whom)
    latest = made.filter(asked_by=person, asked_at__gt=at - PRESSED_TWICE).first()
    if latest and latest.state_at(at) == LinkState.OPEN:
        return latest
    if made.filter(asked_at__gt=at - A_DAY).count() >= MOST_IN_A_DAY:
        raise TooManyLinks
    return write_links(proposal=proposal, people=[whom], person=person, at=at)[0]


@transaction.atomic
def renew_link(*, link: EndorsementLink, person: None = None, at: datetime) -> bool:
    """Send whom the link was for a new one, to their own address; say whether that was done.

    Whoever holds a link can ask for it, so nothing is refused: where the person may not answer any more, or was written to
    often enough, nothing happens.
    """
    proposal = lock_proposal(link.proposal)
    lately = EndorsementLink.objects.filter(proposal=proposal, person=link.person, asked_at__gt=at - A_DAY)
    if not link.person.is_active or lately.count() >= MOST_IN_A_DAY:
        return False
    letter = link.endorsement
    if letter is None:
        return bool(write_links(proposal=proposal, people=[link.person], person=person, at=at))
    letter.proposal = proposal
    if not may_object_to_letter(link.person, letter, at):
        return False
    announce_letter(letter=letter, people=[link.person], person=person, at=at)
    return True


@transaction.atomic
def open_link(*, link: EndorsementLink, person: Person, at: datetime) -> EndorsementLink:
    """Spend a link for the person who proved to be the one it was made for; of two at once, one is told that it is spent.

    :raises LinkSpent: with what became of it.
    """
    link = EndorsementLink.objects.select_for_update().get(pk=link.pk, person=person)
    state = link.state_at(at)
    if state != LinkState.OPEN:
        raise LinkSpent(state)
    link.opened_at = at
    link.save(update_fields=["opened_at"])
    _record("endorsement_link_opened", link, person, at)
    return link


def links_that_wait(*, pairs: Iterable[Pair], person: Person | None, at: datetime) -> dict[tuple[int, int], EndorsementLink]:
    """Return an unopened link by proposal and person for each pair: the one they have, as long as it lives another day, or a
    new one, which the caller's letter carries. Three queries at most, however many pairs."""
    asked = {(proposal.pk, one.pk): (proposal, one) for proposal, one in pairs}
    if not asked:
        return {}
    known = EndorsementLink.objects.filter(
        proposal__in={proposal for proposal, _person in asked}, person__in={one for _proposal, one in asked}
    )
    open_ = {(one.proposal_id, one.person_id): one for one in known.filter(opened_at=None, answered_at=None, replaced_at=None)}
    live = {key: one for key, one in open_.items() if key in asked and one.endorsement_id is None and one.ends_at > at + A_DAY}
    old = [one.pk for key, one in open_.items() if key in asked and key not in live]
    if old:
        EndorsementLink.objects.filter(pk__in=old).update(replaced_at=at)
    new = [_new_link(proposal, one, "", person, at) for key, (proposal, one) in asked.items() if key not in live]
    made = EndorsementLink.objects.bulk_create(new)
    return live | {(one.proposal_id, one.person_id): one for one in made}


@transaction.atomic
def tell_waiting(*, institution: Institution, whom: Person, person: Person, at: datetime) -> int:
    """Tell somebody who now leads the institution, or stands in for its leader, what already waits for their yes, in one
    letter; return how much that is. The frame names this by a string (settings.LEADER_DUTIES)."""
    edition = current_edition()
    whom = Person.objects.get(pk=whom.pk)
    waiting = waiting_in(edition, institution) if edition else []
    waiting = [one for one in waiting if may_endorse_proposal(whom, one, at)]
    if not waiting or not whom.is_active:
        return 0
    links = links_that_wait(pairs=[(one, whom) for one in waiting], person=person, at=at)
    lines = [{"proposal": one, "token": mark_of(links[one.pk, whom.pk].nonce)} for one in waiting]
    record_event(
        event="endorsements_waiting",
        subject=institution,
        subject_key=institution.code,
        person=person,
        at=at,
        edition=edition,
        data={"person": whom.pk, "proposals": [one.code for one in waiting]},
        recipients=[whom],
        context={"lines": lines, "institution": institution, "closes_at": sending_closes_at(waiting[0])},
    )
    return len(waiting)


def close_links(*, proposal: Proposal, person: Person, at: datetime) -> None:
    """Note that the person answered, so that no link of theirs asks again. Call it in the transaction of the answer."""
    EndorsementLink.objects.filter(proposal=proposal, person=person, answered_at=None, replaced_at=None).update(answered_at=at)


def _replace_links(proposal: Proposal, people: list[Person], at: datetime) -> None:
    waiting = EndorsementLink.objects.filter(proposal=proposal, person__in=people, replaced_at=None)
    waiting.filter(opened_at=None, answered_at=None).update(replaced_at=at)


def _new_link(
    proposal: Proposal,
    whom: Person,
    present: str,
    person: Person | None,
    at: datetime,
    letter: Endorsement | None = None,
) -> EndorsementLink:
    nonce = new_nonce()
    return EndorsementLink(
        proposal=proposal,
        endorsement=letter,
        person=whom,
        version=proposal.version,
        content_hash=present,
        nonce=nonce,
        token_hash=hash_of(token_of(nonce)),
        asked_by=person,
        asked_at=at,
        ends_at=at + LIFETIME,
    )


def _occurrence(link: EndorsementLink, proposal: Proposal, person: Person | None) -> Occurrence:
    return Occurrence(
        subject=proposal,
        subject_key=proposal.code,
        recipients=[link.person],
        data={"person": link.person_id},
        context={
            "proposal": proposal,
            "sender": person,
            "link": link,
            "token": MARK,
            "nonce": link.nonce,
            "closes_at": sending_closes_at(proposal),
            "endorsement": link.endorsement,
        },
    )


def _record(event: str, link: EndorsementLink, person: Person, at: datetime) -> None:
    proposal = link.proposal
    record_event(event=event, subject=proposal, subject_key=proposal.code, person=person, at=at, edition=proposal.edition)
