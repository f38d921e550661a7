"""What groups may stand beside each other."""

from submissions.helping import FEWEST, FEWEST_PLACES, Figures, side_by_side, whole_of


def group(kind: str, number: int, places: int = FEWEST_PLACES) -> Figures:
    return Figures(kind, places, started=number, submitted=number)


def shown(draft: Figures, clinic: Figures, none: Figures) -> list[str]:
    helped = whole_of([draft, clinic], "HELPED", max(draft.places, clinic.places))
    return [one.help for one in side_by_side(clinic, draft, none, helped)]


def test_a_small_group_is_joined_to_the_other_help_and_never_left_out_alone():
    many, few = FEWEST, FEWEST - 1
    assert shown(group("DRAFT", many), group("CLINIC", many), group("NONE", many)) == ["DRAFT", "CLINIC", "NONE"]
    assert shown(group("DRAFT", few), group("CLINIC", many), group("NONE", many)) == ["HELPED", "NONE"]
    assert shown(group("DRAFT", many, places=4), group("CLINIC", many), group("NONE", many)) == ["HELPED", "NONE"]
    assert shown(group("DRAFT", 1), group("CLINIC", 1), group("NONE", many)) == []
    assert shown(group("DRAFT", many), group("CLINIC", many), group("NONE", few)) == []
