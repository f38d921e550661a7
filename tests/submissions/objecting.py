"""Objections to a published list and its decree, as people write, confirm and answer them."""

from datetime import date, datetime, timedelta
from itertools import count

from competition.clock import read_clock
from competition.models import Edition, Person
from competition.scans import Scan, read_scan
from submissions.models import Decree, Objection, Outcome, Publication
from submissions.operations.decrees import SignedDecree, record_decree
from submissions.operations.enclosures import check_enclosure
from submissions.operations.objections import Objector, answer_objection, confirm_objection, file_objection
from tests.builders import Cast
from tests.submissions import files

NUMBER = "19/SK/2017"
SIGNED_ON = date(2017, 4, 20)
TEXT = "Angka sebelum dan sesudah pada ringkasan tidak sesuai dengan laporan tahunan."
REASON = "Kami mencocokkan kedua laporan; angkanya berasal dari tahun yang berbeda."
_addresses = count(1)


def the_list(edition: Edition) -> Publication:
    """Return the list that is out."""
    return Publication.objects.select_related("edition").get(edition=edition)


def filed(
    edition: Edition,
    *,
    outcome: Outcome | None = None,
    text: str = TEXT,
    email: str = "",
    evidence: Scan | None = None,
    at: datetime | None = None,
) -> Objection:
    """Return an objection whose address is not confirmed; against the list as a whole if no entry is named."""
    return file_objection(
        publication=the_list(edition),
        outcome=outcome,
        objector=Objector("Warga Uji", email or f"warga{next(_addresses)}@contoh.test"),
        text=text,
        evidence=evidence,
        at=at or read_clock(),
    )


def confirmed(edition: Edition, **values) -> Objection:
    """Return an objection that counts."""
    objection = filed(edition, **values)
    return confirm_objection(objection=objection, at=values.get("at") or read_clock())


def answered(edition: Edition, result: str = "UPHELD", person: Person | None = None, **values) -> Objection:
    """Return an objection with its answer."""
    objection = confirmed(edition, **values)
    person = person or objection.handler
    return answer_objection(objection=objection, person=person, result=result, reason=REASON, at=read_clock())


def close(edition: Edition) -> None:
    """Let the days in which anybody may object be over: the list came out long ago."""
    Publication.objects.filter(edition=edition).update(published_at=read_clock() - timedelta(days=30))


def decreed(
    cast: Cast,
    *,
    number: str = NUMBER,
    is_checked: bool = True,
    day: date = SIGNED_ON,
    person: Person | None = None,
    at: datetime | None = None,
) -> Decree:
    """Return a decree of the list that waits for its second person."""
    signed = SignedDecree(number, day, read_scan("sk.pdf", files.pdf(1, number)))
    publication = the_list(cast.edition)
    decree = record_decree(publication=publication, person=person or cast.secretariat, decree=signed, at=at or read_clock())
    if is_checked:
        check_enclosure(code=decree.file.code, at=read_clock())
    return Decree.objects.select_related("file", "publication__edition").get(pk=decree.pk)
