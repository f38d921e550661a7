"""The connection to PostgreSQL; the name of this module is Django's."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, without the question it sends ahead of every request on a kept connection."""

    def is_usable(self) -> bool:
        """Say whether the kept connection can take a statement.

        Between two requests a server says nothing, so a socket with something to read was closed by it or has bad news. Either
        way a new connection is the answer. `SELECT 1` finds out no more, and costs each page a way there and back.
        """
        if self.connection is None or self.connection.closed:
            return False
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not poll.poll(0)
