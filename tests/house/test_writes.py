"""Writes are operations; a state moves in one place per object; nothing is done by signals; nothing is swallowed."""

import ast

from tests.house.source import expect_none, modules

# The one function per object that moves its state, and what else may name a state in a write.
MOVERS = {
    ("competition/operations/admissions.py", "_move"): "an admission's",
    ("competition/operations/appointments.py", "move_request"): "a request's for an appointment",
    ("competition/operations/bounces.py", "record_bounce"): "a letter's that had left, which its provider could not deliver",
    ("competition/operations/digests.py", "write_digest"): "a letter's that goes into the letter of a day",
    ("competition/operations/digests.py", "_let_go"): "a letter's whose reader has it by itself after all",
    ("competition/operations/webhooks.py", "_move"): "a telling's, which goes back and forth as a notice does",
    ("submissions/operations/moves.py", "move"): "a proposal's",
    ("submissions/operations/moves.py", "move_all"): "many proposals'",
    ("submissions/operations/moves.py", "move_document"): "a file's",
    ("submissions/operations/decrees.py", "_move"): "a decree's",
    ("judging/operations/errata.py", "_move"): "a correction's",
    ("submissions/operations/objections.py", "move"): "an objection's",
    ("submissions/operations/replications.py", "move"): "a replication's",
    ("submissions/operations/coachings.py", "_move"): "a coaching's",
    ("submissions/operations/shared_materials.py", "_move"): "a shared material's",
    ("submissions/operations/seats.py", "move_seat"): "a seat's in a clinic",
    ("judging/operations/assignments.py", "_move"): "an assignment's",
    ("judging/operations/sheets.py", "_move"): "a sheet's",
    ("judging/operations/selections.py", "move"): "a selection's",
    ("judging/operations/announcements.py", "move_announcement"): "an announcement's",
    ("judging/operations/reopenings.py", "_move"): "a reopening's",
    ("judging/operations/disputes.py", "move_discussion"): "a discussion's",
    ("judging/operations/visits.py", "move"): "a visit's",
}
# A notice goes back and forth between processes by compare-and-swap; its life is in one module.
NOTICES = "competition/operations/notices.py"

WRITES = {
    "save",
    "create",
    "delete",
    "update_or_create",
    "get_or_create",
    "bulk_create",
    "bulk_update",
    "select_for_update",
    "raw",
    "set",
    "aupdate",
    "asave",
    "adelete",
}
WRITERS = {"operations", "management"}
BROAD = {"Exception", "BaseException"}
# What may catch everything: nothing yet. A task at the edge would stand here with its reason.
CATCH_ALL: dict[str, str] = {}
SIGNALS = {"django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.auth.signals"}
# What may listen to Django, with the reason.
LISTENERS: dict[str, str] = {}


def inside(module, node):
    """Return the name of the function a node stands in."""
    around = [one for one in module.functions() if one.lineno <= node.lineno <= (one.end_lineno or one.lineno)]
    return max(around, key=lambda one: one.lineno).name if around else ""


def state_writes(module):
    """Return the nodes that write a state: `x.state = …`, `update(state=…)`, `setattr(x, "state", …)`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
            if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts):
                yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("update", "aupdate"):
            if any(keyword.arg == "state" for keyword in node.keywords):
                yield node
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr" and "'state'" in map(ast.unparse, node.args):
            yield node


def test_a_state_is_moved_by_its_mover_only():
    found = []
    for module in modules():
        if module.path == NOTICES:
            continue
        for node in state_writes(module):
            if (module.path, inside(module, node)) not in MOVERS:
                found.append(f"{module.path}:{node.lineno}")
    # An in-memory copy made equal to what was just written is no move.
    mirrored = {line for line in found if _mirrors(line)}
    expect_none(sorted(set(found) - mirrored))


def _mirrors(place):
    """Say whether a line sits in a function that called the mover before it, to bring its copy up to date."""
    path, line = place.rsplit(":", 1)
    module = next(one for one in modules() if one.path == path)
    around = [one for one in module.functions() if one.lineno <= int(line) <= (one.end_lineno or 0)]
    calls = [
        node.lineno
        for function in around
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and (path, node.func.id) in MOVERS
    ]
    return any(called < int(line) for called in calls)


def test_every_mover_is_still_there():
    there = {(module.path, function.name) for module in modules() for function in module.functions()}
    assert set(MOVERS) <= there


def test_only_operations_write():
    found = []
    for module in modules():
        if module.shelf in WRITERS or module.path in OWN_WRITERS:
            continue
        for line, name, node in module.calls():
            last = name.rsplit(".", 1)[-1]
            on_rows = ".objects." in f".{name}" or last in WRITES - {"set", "create", "raw"}
            if last in WRITES and on_rows and not name.startswith("cache.") and not _is_super(node):
                found.append(f"{module.path}:{line}: {name}")
    expect_none(found)


OWN_WRITERS = {
    "competition/mail.py": "the demo's mailbox is where a letter goes instead of a mail server",
    "competition/inspecting/child/documents.py": "it writes a PDF and knows no database",
    "competition/inspecting/child/pictures.py": "it writes a picture and knows no database",
    "submissions/cards.py": "it draws a picture and knows no database",
}


def _is_super(node):
    return (
        isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Call)
        and "super" in ast.unparse(node.func.value)
    )


BUILDING = {"filter", "exclude", "select_related", "prefetch_related", "annotate", "aggregate", "order_by", "save", "delete"}


def test_no_query_is_built_in_views_forms_and_template_tags():
    found = []
    for module in modules():
        if module.shelf not in ("views", "forms", "templatetags", "admin", "context", "middleware"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
                found.append(f"{module.path}:{node.lineno}: {ast.unparse(node)}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in BUILDING:
                found.append(f"{module.path}:{node.lineno}: {ast.unparse(node)[:60]}")
    # Library's own names: `register.filter` makes a template filter.
    expect_none(one for one in found if "register.filter" not in one)


def test_there_are_no_signals():
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
            elif isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            if any(name in SIGNALS for name in names) and module.path not in LISTENERS:
                found.append(f"{module.path}:{node.lineno}")
    expect_none(found)


def test_nothing_catches_everything():
    found = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler):
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                if any(kind is None or ast.unparse(kind) in BROAD for kind in kinds) and module.path not in CATCH_ALL:
                    found.append(f"{module.path}:{node.lineno}")
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
                found += [f"{module.path}:{node.lineno}" for kind in node.args if ast.unparse(kind) in BROAD]
    expect_none(found)


def test_an_operation_takes_its_instant_and_its_person_by_name():
    """Keyword-only, and whoever writes says who did it and when; what works for the machine itself has no person."""
    found = []
    for module in modules():
        if module.shelf != "operations":
            continue
        for function in module.tree.body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            if not any(ast.unparse(one) == "transaction.atomic" for one in function.decorator_list):
                continue
            names = {one.arg for one in function.args.kwonlyargs}
            if function.args.args or not ({"person", "at"} <= names or (module.path, function.name) in WITHOUT_A_PERSON):
                found.append(f"{module.path}:{function.lineno}: {function.name}")
    expect_none(found)


# Acts of the installation, not of a person.
WITHOUT_A_PERSON = {
    ("competition/operations/admissions.py", "file_admission"): "whoever applies has no account yet",
    ("competition/operations/admission_letters.py", "check_letter"): "a worker looks at what somebody without an account filed",
    ("submissions/operations/objections.py", "file_objection"): "whoever objects has no account",
    ("submissions/operations/objections.py", "confirm_objection"): "the same; a link says whose it is",
    ("competition/operations/appointments.py", "open_offices"): "the first organisers, before there is anybody to appoint them",
    ("competition/operations/bounces.py", "record_bounce"): "a mail provider says what became of a letter",
    ("competition/operations/calendar.py", "shift_calendar"): "the demo's own calendar, before anybody works in it",
    ("competition/operations/digests.py", "write_digest"): "beat asks for the letters of a day",
    ("competition/operations/invitations.py", "join_by_invitation"): "whoever joins has no account yet",
    ("competition/operations/parking.py", "park_form"): "nobody is signed in; a mark says whose form it is",
    (
        "competition/operations/signing.py",
        "reseal_factors",
    ): "the operator's change of key; what is enciphered stays",
    ("competition/operations/reference.py", "load_reference"): "the shipped lists, at installation",
}
