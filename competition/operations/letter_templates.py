"""Give the letters of an event other words, and take earlier ones back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from competition.events import EVENTS
from competition.models import LetterTemplate, Person
from competition.operations.events import record_event
from competition.placeholders import SHIPPED, faults_of
from competition.policy import may_keep_letters
from competition.verdict import Refused, require


class WordsChanged(Refused):
    """Somebody saved other words since the page was made."""


class WordsRefused(Refused):
    """A placeholder is missing or unknown, or the markup is none that letters may have."""


@transaction.atomic
def save_words(
    *, event: str, language: str, words: Mapping[str, str], opened_on: int, person: Person, at: datetime
) -> LetterTemplate:
    """Keep `subject`, `text` and `html` as the next version; letters written from now on have them. Those written keep theirs.

    `opened_on`: the number of the version the words were made from, 0 for those the letter ships with.

    :raises KeyError: no such posted event.
    :raises NotAllowed: not by this person.
    :raises WordsChanged: another version came in between.
    :raises WordsRefused: with what is wrong in words.
    """
    require(may_keep_letters(person, at))
    if not EVENTS[event].is_posted:
        raise KeyError(event)
    for part in SHIPPED:
        for fault in faults_of(event, part, words[part]):
            raise WordsRefused(fault)
    version = LetterTemplate(event=event, language=language, number=opened_on + 1, saved_by=person, saved_at=at, **words)
    if opened_on != _last_number(event, language):
        raise WordsChanged(_("Kata-kata surat ini sudah diubah orang lain. Muat ulang halaman untuk melihatnya."))
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        # Of two who save at once, the database lets one through.
        raise WordsChanged(_("Kata-kata surat ini sudah diubah orang lain. Muat ulang halaman untuk melihatnya.")) from None
    record_event(
        event="notice_reworded",
        subject=version,
        subject_key=f"{event}/{language}",
        person=person,
        at=at,
        data={"event": event, "language": language},
        before={"version": opened_on},
        after={"version": version.number, **words},
    )
    return version


def restore_words(*, event: str, language: str, number: int, opened_on: int, person: Person, at: datetime) -> LetterTemplate:
    """Save the words of an earlier version as the next one; 0 are those the letter ships with. Raises as `save_words`.

    :raises LetterTemplate.DoesNotExist: no such version.
    """
    words = SHIPPED if number == 0 else LetterTemplate.objects.get(event=event, language=language, number=number).words
    return save_words(event=event, language=language, words=words, opened_on=opened_on, person=person, at=at)


def _last_number(event: str, language: str) -> int:
    last = LetterTemplate.objects.filter(event=event, language=language).order_by("-number", "pk").first()
    return last.number if last else 0
