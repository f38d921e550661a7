"""Rows of one instant come in one order: a query that sorts, and a table that is sorted, says which of two comes first."""

import ast

from tests.house.source import expect_none, modules

# Which fields leave no two rows alike. A letter's key is drawn at random: letters are told apart by their entry.
TELLS_APART = {"pk", "id", "entry_id", "code"}
# What else does, with the reason. The fields as they stand in the call, without the direction.
UNIQUE = {
    ("order",): "stages, questions, criteria, rounds and categories have a place of their own in their edition or round",
    ("entry__order",): "a ranking has each place once",
    ("chain",): "a chain has one head",
    ("link__chain", "link__position"): "a place in a chain is taken once",
    ("chain", "position"): "the same",
    ("year",): "an edition has its year",
    ("event", "language", "number"): "of the words of one letter, each version once",
    ("language", "number"): "the same",
    ("version",): "of one answer, each version once",
    ("valid_until",): "names of one institution do not overlap",
    ("created_at", "entry_id", "address"): "one entry writes to an address once",
    ("notice", "number"): "a letter was changed for the first time once",
    ("first", "recipient"): "those who wait for a letter of a day are counted by the person",
    ("created_at", "event"): "letters to many are counted by the two",
    ("word",): "a word of the catalogue is its own key",
    ("nearness", "word"): "the same",
    ("year", "name"): "an innovation wins a prize of a year once",
    ("criterion__order", "criterion_id", "value"): "a criterion has each level once",
    ("*_order(shape, are_few)",): "each of them ends with the key",
}


def sorted_by(node: ast.AST) -> tuple[str, ...] | None:
    """Return the fields that an `order_by` or a model's `ordering` sorts by, without their direction; None for anything else.

    Where rows were made distinct, no two are alike, so those are let be.
    """
    is_said_of_a_table = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ordering"
    if is_said_of_a_table and isinstance(node.value, ast.Tuple):
        return _fields(node.value.elts)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by"):
        return None
    if ".distinct()" in ast.unparse(node.func.value):
        return None
    return _fields(node.args)


def _fields(named: list[ast.expr]) -> tuple[str, ...]:
    return tuple(
        one.value.lstrip("-") if isinstance(one, ast.Constant) and isinstance(one.value, str) else ast.unparse(one)
        for one in named
    )


def orders() -> list[tuple[str, tuple[str, ...]]]:
    """Return every order that is asked for, with its place."""
    return [
        (f"{module.path}:{node.lineno}", keys)
        for module in modules()
        if "/migrations/" not in module.path
        for node in ast.walk(module.tree)
        if (keys := sorted_by(node))
    ]


def test_every_order_says_which_of_two_alike_comes_first():
    wrong = [f"{place}: {', '.join(keys)}" for place, keys in orders() if keys[-1] not in TELLS_APART and keys not in UNIQUE]
    expect_none(wrong)


def test_every_exception_is_still_needed():
    assert not set(UNIQUE) - {keys for _place, keys in orders()}


def test_the_check_itself_can_fail():
    """The negative control: a list by a name, which two may share."""
    assert sorted_by(ast.parse("a.filter(x=1).order_by('-seen_at', 'name')", mode="eval").body) == ("seen_at", "name")
    assert sorted_by(ast.parse("ordering = ('-seen_at',)").body[0]) == ("seen_at",)
    assert sorted_by(ast.parse("a.order_by('name').values('name').distinct()", mode="eval").body) is None
