"""Plan a few sentences for everybody, change them before they appear, and take them down."""

from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from competition.models import Bulletin, Edition, Person
from competition.operations.events import record_event
from competition.policy import may_change_bulletin, may_keep_bulletins, may_take_down_bulletin
from competition.queries.bulletins import is_planned
from competition.queries.site import forget_site_edition
from competition.verdict import Refused, require

# Longer than this nobody reads a note any more; what holds for a whole edition stands in its texts.
LONGEST = timedelta(days=60)


class Words(TypedDict):
    """What a bulletin says, and when."""

    text: str
    text_en: str
    starts_at: datetime
    ends_at: datetime
    mail_to: str


class NoWords(Refused):
    """It says nothing."""

    reason = _("Isi kabar")


class OddTimes(Refused):
    """It ends before it starts or before now, or would stand too long."""

    reason = _("Kabar berakhir sesudah mulai dan sesudah saat ini, paling lama 60 hari")


class SaidAlready(Refused):
    """The same words are planned or shown already: a button that was pressed twice, or two people with one thought."""

    reason = _("Kabar dengan kata-kata ini sudah direncanakan atau sedang tampil")


class BulletinChanged(Refused):
    """Somebody else changed it since the page was shown."""

    reason = _("Kabar ini sudah diubah orang lain sejak halaman ini dibuka. Periksa yang sekarang.")


@transaction.atomic
def plan_bulletin(*, edition: Edition, person: Person, words: Words, at: datetime) -> Bulletin:
    """Let everybody read these words from their start until their end; a start that is past means now.

    :raises NotAllowed: no office in the edition.
    :raises NoWords, OddTimes, SaidAlready: it cannot stand so.
    """
    require(may_keep_bulletins(person, edition, at))
    # One after another, so that of two presses the second one finds the first.
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    words = _sound(words, at)
    if is_planned(edition, words["text"], at):
        raise SaidAlready
    bulletin = Bulletin.objects.create(edition=edition, planned_by=person, planned_at=at, **words)
    _record("bulletin_planned", bulletin, person, at, after=_said(bulletin))
    return bulletin


@transaction.atomic
def change_bulletin(*, bulletin: Bulletin, person: Person, words: Words, opened_on: int, at: datetime) -> Bulletin:
    """Let a bulletin that nobody has read yet say something else, or at another time.

    :raises NotAllowed: no office in its edition, it has started, or it was taken down.
    :raises BulletinChanged: it is not in the version that was shown.
    :raises NoWords, OddTimes: it cannot stand so.
    """
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("edition").get(pk=bulletin.pk)
    require(may_change_bulletin(person, bulletin, at))
    if bulletin.version != opened_on:
        raise BulletinChanged
    before, words = _said(bulletin), _sound(words, at)
    for name, value in words.items():
        setattr(bulletin, name, value)
    bulletin.version += 1
    bulletin.save(update_fields=[*words, "version"])
    _record("bulletin_changed", bulletin, person, at, before=before, after=_said(bulletin))
    return bulletin


@transaction.atomic
def take_down_bulletin(*, bulletin: Bulletin, person: Person, at: datetime) -> Bulletin:
    """Let a bulletin never appear, or disappear now. It stays in the list with who did so.

    :raises NotAllowed: no office in its edition, it is over, or it was taken down.
    """
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("edition").get(pk=bulletin.pk)
    require(may_take_down_bulletin(person, bulletin, at))
    bulletin.taken_down_by, bulletin.taken_down_at = person, at
    bulletin.save(update_fields=["taken_down_by", "taken_down_at"])
    _record("bulletin_taken_down", bulletin, person, at, before=_said(bulletin))
    return bulletin


def _sound(words: Words, at: datetime) -> Words:
    """Return the words as they are kept, from now if their start is past."""
    text = words["text"].strip()
    if not text:
        raise NoWords
    if not may_stand(words, at):
        raise OddTimes
    times = {"starts_at": max(words["starts_at"], at), "ends_at": words["ends_at"]}
    return {"text": text, "text_en": words["text_en"].strip(), "mail_to": words["mail_to"], **times}


def may_stand(words: Words, at: datetime) -> bool:
    """Say whether somebody can read words from their start, or from now, until their end, and not for too long."""
    starts_at = max(words["starts_at"], at)
    return starts_at < words["ends_at"] <= starts_at + LONGEST


def _said(one: Bulletin) -> dict[str, str]:
    texts = {"text": one.text, "text_en": one.text_en, "mail_to": str(one.mail_to)}
    return texts | {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}


def _record(event: str, one: Bulletin, person: Person, at: datetime, **change: dict[str, str]) -> None:
    record_event(event=event, subject=one, subject_key=one.code, person=person, at=at, edition=one.edition, **change)
    transaction.on_commit(forget_site_edition)
