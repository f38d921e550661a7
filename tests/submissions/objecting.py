"""Objections to a published list, as people file, confirm and answer them."""

from datetime import datetime
from itertools import count

from competition.clock import read_clock
from competition.models import Edition, Person
from competition.scans import Scan
from submissions.models import Objection, Outcome, Publication
from submissions.operations.objections import Objector, answer_objection, confirm_objection, file_objection

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
