"""Minutes on paper: whatever people wrote is printed letter by letter."""

from datetime import UTC, datetime

import pytest

from judging.minutes import Fact, Minutes, Part, print_minutes
from tests.submissions.plain.test_printing import HOSTILE, squeezed, text_of

AT = datetime(2027, 5, 6, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "data"])
def test_what_people_wrote_is_printed_letter_by_letter_everywhere(text):
    part = Part("Judul", [text], ("A", "B"), (1, 1), [(text, text)])
    printed = print_minutes(Minutes(text, text, AT, [Fact("Fakta", [text])], [part]))
    assert squeezed(text_of(printed)).count(squeezed(text)) >= 6
