"""What everybody gets from every address, in every state of things. Nothing here is computed: each line is a decision.

An answer is a status, `in` for the way to the sign-in page, or `go` for a way to anywhere else. 404 is what a stranger gets,
as for nothing at all; 403 tells an insider why not now. POST comes without a body: 200 is a form with its errors or a page.

The columns are ACTORS of worlds.py: anonymous, writer, colleague, administrator and leader; stranger and other_administrator of
another institution; secretariat, chair, the judge and another one, a deactivated writer, auditor, coach, organiser, delegate.
"""

from tests.house.access_matrix.demo import DEMO
from tests.house.access_matrix.entry import ENTRY
from tests.house.access_matrix.frame import FRAME
from tests.house.access_matrix.tables import Table, line, table
from tests.house.access_matrix.verdict import VERDICT

__all__ = ["BASE", "DEMO", "FRAME", "Table", "line", "table"]

# A draft; registration is open.
BASE = ENTRY | VERDICT
