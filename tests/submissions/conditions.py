"""A form that asks one question after a yes, and one more after that one's yes."""

from datetime import datetime

from competition.models import Edition, Person, Question
from submissions.asking import SAID_YES
from submissions.models import Answer, Proposal
from submissions.operations.answers import save_answer
from submissions.queries.contents import items_of


def with_conditions(edition: Edition) -> None:
    """Let the edition also ask whether it is an application, then for its data, and after a last yes for the law."""
    lines = (
        ("aplikasi", "Apakah berupa aplikasi?", "YES_NO", ""),
        ("spbe", "Kesesuaian dengan SPBE", "TEXT", "aplikasi"),
        ("data-pribadi", "Apakah menyimpan data pribadi?", "YES_NO", "aplikasi"),
        ("perlindungan", "Pelindungan data", "TEXT", "data-pribadi"),
    )
    for order, (code, label, kind, asked_if) in enumerate(lines, start=10):
        limit = 1 if kind == "YES_NO" else 50
        known = {"code": code, "label": label, "kind": kind, "asked_if": asked_if, "word_limit": limit, "order": order}
        Question.objects.create(edition=edition, section="Aplikasi", help="Jawab apa adanya.", **known)


def answer_of(proposal: Proposal, code: str) -> Answer | None:
    """Return the stored answer, asked or not."""
    return Answer.objects.filter(proposal=proposal, question__code=code).first()


def say(proposal: Proposal, person: Person, code: str, text: str, at: datetime, *, version: int | None = None) -> Answer:
    """Answer a question over what is stored, or over the version given."""
    stored = answer_of(proposal, code)
    shown = version if version is not None else stored.version if stored else 0
    question = Question.objects.get(edition=proposal.edition, code=code)
    return save_answer(proposal=proposal, person=person, question=question, text=text, version=shown, is_done=True, at=at)


def say_yes_and_why(proposal: Proposal, person: Person, at: datetime) -> None:
    """Answer every question of the conditions with yes, and what follows with a text."""
    for code, text in (
        ("aplikasi", SAID_YES),
        ("spbe", "Dikelola Dinas Kominfo."),
        ("data-pribadi", SAID_YES),
        ("perlindungan", "Hanya petugas desa."),
    ):
        say(proposal, person, code, text, at)


def asked_codes(proposal: Proposal) -> list[str]:
    """Return the codes of what the proposal is asked now, beyond what every proposal is."""
    return [one.question.code for one in items_of(Proposal.objects.get(pk=proposal.pk)) if one.question.order >= 10]
