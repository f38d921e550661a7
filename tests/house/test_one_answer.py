"""Whether somebody may do something is asked in one place: nobody beside the policy looks at roles to decide."""

import ast
import re

from tests.house.source import Module, expect_none, modules, templates

NAMES = {"AppointmentRole", "MembershipRole", "STAFF_ROLES"}
ASKING = {"rights_of", "holds", "holds_any", "is_member", "writes_for"}
FLAGS = {"is_staff", "is_superuser"}
# Where rights are looked into: the answer itself, the doors, and the reads that show a person what is theirs.
ASKERS = {"policy", "access", "queries"}
# Where roles are named: the above, what they are made of, who is told, and who is made up for the demo.
NAMERS = ASKERS | {"models", "operations", "management"}

# Elsewhere rights are looked into to lead the way or to choose words. What is led to has a door that asks policy.
MAY_ASK = {
    "competition/signed_in.py": "how long a session may lie idle",
    "competition/context.py": "which desks the menu offers",
    "competition/views/session.py": "which desk is first after signing in",
    "competition/views/people.py": "which of one's own institutions are listed",
    "competition/operations/events.py": "in which role somebody acted, for the audit entry",
    "submissions/operations/passing.py": "which obstacle is the person's own institution, in words",
    "submissions/views/passing.py": "the same, in words; passing asks policy",
    "submissions/views/desk.py": "for which units one may begin, and the name of the desk",
    "submissions/views/drafts.py": "the units to choose from; starting asks policy",
    "submissions/views/handovers.py": "whoever pressed twice is led on; the act asked policy",
    "submissions/views/pipeline.py": "which words the list begins with, and which proposal is next",
    "submissions/views/steps.py": "whose turn it is, in words",
}
MAY_NAME = {
    "competition/context.py": "which desks the menu offers",
    "competition/views/session.py": "which desk is first after signing in",
    "competition/forms/appointments.py": "the offices to choose from",
    "competition/forms/people.py": "the roles to choose from, in words",
    "competition/views/appointments.py": "an office in words",
    "competition/views/invitations.py": "which role the policy is asked about",
    "competition/views/people.py": "which roles the policy is asked about",
    "submissions/views/pages.py": "the names of the leaders who are waited for",
    "submissions/views/pipeline.py": "which words the list begins with",
    "submissions/views/steps.py": "whose turn it is, in words",
}
# Django's own flags open its admin and nothing of ours.
MAY_SEE_FLAGS = {
    "competition/operations/events.py": "written into the audit entry",
    "competition/policy.py": "whom the installation asks a second factor",
    "competition/signed_in.py": "how long a session may lie idle",
    "competition/models/people.py": "the field itself",
}
# Which words a template prints for a role.
MAY_PRINT = {
    "templates/competition/people/list.html": "in whose stead a delegate acts",
    "templates/competition/people/member.html": "in whose stead a delegate acts",
}


def uses(module: Module, names: set[str], methods: set[str]) -> list[int]:
    """Return the lines in which one of the names stands, or one of the methods is called."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods)
    ]


def broken(shelves: set[str], listed: dict[str, str], names: set[str], methods: set[str]) -> list[str]:
    """Return where that is done outside the shelves and the list, and what stands on the list for nothing."""
    found = {module.path: uses(module, names, methods) for module in modules() if module.shelf not in shelves}
    wrong = [f"{path}:{line}" for path, lines in found.items() for line in lines if path not in listed]
    return wrong + [f"{path} is listed for nothing" for path in listed if not found.get(path)]


def test_rights_are_looked_into_by_the_policy_and_the_doors():
    expect_none(broken(ASKERS, MAY_ASK, ASKING, ASKING))


def test_roles_are_named_where_the_answer_is_given():
    expect_none(broken(NAMERS, MAY_NAME, NAMES, set()))


def test_djangos_flags_decide_nothing():
    found = {
        module.path: [node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.Attribute) and node.attr in FLAGS]
        for module in modules()
    }
    expect_none(f"{path}:{line}" for path, lines in found.items() for line in lines if path not in MAY_SEE_FLAGS)


def test_no_template_knows_a_role():
    """A template gets ready-made answers; what looks like a stored role in it is a decision in the wrong place."""
    words = re.compile(r"\b(SECRETARIAT|ORGANISER|CHAIR|JUDGE|COACH|AUDITOR|WRITER|ADMINISTRATOR|LEADER|DELEGATE|rights)\b")
    expect_none(
        f"{path}: {tag[:80]}"
        for path, text in templates().items()
        for tag in re.findall(r"{%.*?%}|{{.*?}}", text, re.DOTALL)
        if words.search(tag) and path not in MAY_PRINT
    )
