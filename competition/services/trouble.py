"""The one exception that people see."""


class Trouble(Exception):
    """Something the operator can mend. Its text is one line: what is wrong, and what to do."""
