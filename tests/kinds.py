"""The two kinds of letters that tests write: whose fate is unknown is lost, or is sent once more (0020)."""

ROUTINE, DECISIVE = "judges_assigned", "outcome_known"
