"""A list with its confirmed decree, and certificates of its entries."""

from competition.clock import read_clock
from submissions.models import Certificate, Publication
from submissions.operations.certificates import issue_certificates
from submissions.operations.decrees import confirm_decree
from tests.builders import Cast
from tests.submissions import crowds, objecting


def decreed_list(cast: Cast, number: int = 2) -> Publication:
    """Return a published list under a confirmed decree."""
    crowds.published_list(cast, number)
    return under_a_decree(cast)


def under_a_decree(cast: Cast) -> Publication:
    """Return the list there is, long out and under a confirmed decree."""
    objecting.close(cast.edition)
    confirm_decree(decree=objecting.decreed(cast), person=cast.secretariat2, at=read_clock())
    return objecting.the_list(cast.edition)


def issued(cast: Cast, number: int = 2) -> list[Certificate]:
    """Return the certificates of such a list."""
    return issue_certificates(publication=decreed_list(cast, number), person=cast.secretariat, at=read_clock())
