"""Which forms are kept when they come without a session, and with which fields; every other form of text has its reason."""

import ast
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.source import modules, templates

PARKED = {
    "answer": ("text", "version", "is_done", "indicator_*", "before_*", "after_*", "source_*"),
    "about": ("title", "category", "group", "started_on", "version"),
    "start": ("title", "unit", "replication"),
    # `return`, under the name of its view.
    "give_back": ("note", "note_*"),
    "screen": ("reason",),
    "withdraw": ("reason",),
    "record": ("number", "letter_on", "whom", "name", "office", "upload"),
    "object_to": ("objection",),
    "admission": ("reason",),
    "objection": ("reason",),
    "letter_template": ("subject", "text", "html", "version"),
    "replicate": ("place", "plan"),
    "moderate_material": ("reason",),
    "replication": ("text",),
    "innovation_status": ("evidence", "link", "reason"),
    "proposal_coaching": ("wish",),
    "coached_draft": ("question", "text"),
    "replication_act": ("reason", "adapted", "note", "name_*", "before_*", "after_*"),
    "sheet": ("reason-*", "version", "sheet_version"),
    "findings": ("seen-*", "spoken_to", "version"),
    "training_text": ("title", "text-*", "reason-*", "en-*"),
}
# Under these names nothing is ever kept, whatever a form is about.
NEVER = ("password", "code", "token", "email", "phone", "nip", "relation", "conflict", "level-", "check_", "result", "act")
# The classes with a box for text, and the view that parks it. The boxes of a sheet are made by a function, per criterion.
BOXES = {
    "submissions/forms/answers.py:AnswerForm": "answer",
    "submissions/forms/handovers.py:NoteFields": "give_back",
    "submissions/forms/screening.py:ScreenForm": "screen",
    "submissions/forms/withdrawals.py:WithdrawForm": "withdraw",
    "submissions/forms/letters.py:ObjectForm": "object_to",
    "submissions/forms/objections.py:AnswerForm": "objection",
    "submissions/forms/shared_materials.py:ModerationForm": "moderate_material",
    "submissions/forms/replications.py:_Text": "replication_act",
    "submissions/forms/continuations.py:ContinuingForm": "innovation_status",
    "submissions/forms/coachings.py:WishForm": "proposal_coaching",
    "submissions/forms/coachings.py:CommentForm": "coached_draft",
    "competition/forms/admissions.py:DecideForm": "admission",
    "judging/forms/findings.py:_Asked": "findings",
    "judging/forms/briefings.py:_Written": "training_text",
    "competition/forms/letter_templates.py:WordsForm": "letter_template",
}

# Why a box is not parked. What stands in one is shown to be copied all the same (errors/signed_out.html).
LINK = "also behind a link, where nobody is signed in: when the code's time is over, the page shows the text to be copied"
SENTENCE = (
    "a sentence beside an act that gives or takes rights: it is taken anew, after a fresh proof and with the page in view"
)
NOT_PARKED = {
    "submissions/forms/endorsements.py:NoteForm": LINK,
    "submissions/forms/objections.py:ObjectionForm": "anybody's, without a session and without a token: it always arrives",
    "submissions/forms/clinics.py:ClinicForm": "dates, seats and an agenda, planned anew in a minute",
    "submissions/forms/clinics.py:CallOffForm": "a sentence beside an act that is done once, with the clinic in view",
    "submissions/forms/clinics.py:EvaluationForm": "without a session and without a token: it always arrives",
    "submissions/forms/readings.py:SettleForm": "a sentence beside a choice between two readings, made with both in view",
    "submissions/forms/extensions.py:ExtendForm": "a sentence beside a day, which is set with the dates in view",
    "submissions/forms/screening_rules.py:RulesForm": "a few sentences, given after a fresh proof with the rules in view",
    "submissions/forms/bulletins.py:BulletinForm": "a few sentences for everybody, seen once more before a fresh proof",
    "judging/forms/assignments.py:ConflictForm": "a declared conflict is kept nowhere but where it is declared",
    "competition/forms/declared_ties.py:TieForm": "the same of a tie that somebody in office declares",
    "submissions/forms/certificates.py:RevokeForm": SENTENCE,
    "submissions/forms/coachings.py:RefuseForm": "a sentence beside a request that is turned down, with it in view",
    **{f"judging/forms/panel.py:{name}": SENTENCE for name in ("ReleaseForm", "ReplaceForm")},
    **{f"judging/forms/disputes.py:{name}": SENTENCE for name in ("DiscussForm", "ThirdForm", "StandForm")},
    "judging/forms/disputes.py:RemarkForm": "what is said stays said: it is sent with the conversation in view",
    "judging/forms/announcements.py:PostponeForm": "a sentence that says why to wait, written in a hurry",
    **{f"judging/forms/reopenings.py:{name}": SENTENCE for name in ("ReopenForm", "StopForm")},
    "judging/forms/errata.py:Reasoned": "a sentence for everybody, given after a fresh proof with the entry in view",
    "judging/forms/passing.py:UndoForm": "a sentence beside what is taken back, given within minutes",
    "judging/forms/interviews.py:FrameForm": "sessions and rooms, with the timetable they give in view",
    "judging/forms/interviews.py:RedrawForm": "the same, with why, and with what would move in view",
    "judging/forms/interviews.py:CancelInterviewsForm": SENTENCE,
    "judging/forms/interviews.py:ChangeSlotForm": "a sentence beside another place for a slot, with what is free in view",
    "judging/forms/interviews.py:AttendanceForm": "names of other people are kept nowhere but with what they come to",
    **{f"judging/forms/visits.py:{name}": SENTENCE for name in ("ChangeVisitForm", "CancelVisitForm", "LeaveForm")},
    "judging/forms/briefings.py:ChooseForm": "a sentence beside a choice of texts, made with all of them in view",
    "judging/forms/findings.py:ConfirmForm": "a sentence beside a yes to exactly what was shown; it is shown anew first",
    "judging/forms/extra_readings.py:WithdrawForm": "a sentence beside a choice of open readings, with them in view",
    "judging/forms/extra_readings.py:BatchCommitForm": "a sentence beside a batch, which is given out exactly as it is in view",
    "judging/forms/selections.py:SelectionForm": "a reason of places in a list, chosen with the list in view",
    **{f"competition/forms/appointments.py:{name}": SENTENCE for name in ("AppointForm", "EndForm", "AnswerForm")},
    **{f"competition/forms/institutions.py:{name}": SENTENCE for name in ("OrderForm", "SplitForm")},
    **{f"competition/forms/people.py:{name}": SENTENCE for name in ("InviteForm", "TakeForm", "DelegateForm")},
    "competition/forms/outbox.py:EditForm": "the words of somebody else's letter, which may have left when its editor is back",
    "competition/forms/suspensions.py:ReasonForm": SENTENCE,
}


def views(patterns: list | None = None) -> Iterator[tuple[str, object]]:
    """Yield every address's view by its own name."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from views(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield getattr(one.callback, "__name__", ""), one.callback


def boxes() -> Iterator[str]:
    """Yield where a box for text is made."""
    for module in modules():
        if module.shelf != "forms":
            continue
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and "Textarea(" in ast.unparse(node):
                yield f"{module.path}:{node.name}"


def test_these_forms_are_parked_and_no_others():
    assert {name: view.parks for name, view in views() if hasattr(view, "parks")} == PARKED


def test_what_may_not_be_kept_is_not():
    for name, fields in PARKED.items():
        assert not [one for one in fields if one.startswith(NEVER)], name
        assert "*" not in fields


def test_every_box_for_text_is_parked():
    assert sorted(boxes()) == sorted(BOXES | NOT_PARKED)
    assert set(BOXES.values()) <= PARKED.keys()


def test_every_parked_form_says_who_writes_it():
    """A form that posts to one of these views carries the mark; a page may have other forms beside it."""
    marked = [name for name, text in templates().items() if "{% written_by %}" in text]
    assert sorted(marked) == sorted(MARKED)


MARKED = {
    *("templates/submissions/answers/answer.html", "templates/submissions/answers/stale.html"),
    *("templates/submissions/drafts/about.html", "templates/submissions/drafts/start.html"),
    *("templates/submissions/handovers/return.html", "templates/submissions/screening/screen.html"),
    *("templates/submissions/withdrawals/withdraw.html", "templates/competition/admissions/admission.html"),
    *("templates/submissions/letters/record.html", "templates/submissions/letters/object.html"),
    "templates/judging/sheets/form.html",
    "templates/submissions/objections/one.html",
    "templates/submissions/materials/one.html",
    "templates/submissions/continuations/status.html",
    *(f"templates/submissions/coachings/{name}.html" for name in ("team", "draft")),
    *(f"templates/submissions/replications/{name}.html" for name in ("ask", "one", "act")),
    "templates/judging/findings/findings.html",
    "templates/judging/briefings/text.html",
}
