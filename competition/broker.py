"""Celery's road to Redis or Valkey, with one correction: a worker outlives a broker that goes away in the middle of a task."""

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as BrokerAway


class Channel(kombu_redis.Channel):
    """A channel that says in the broker's own words that its connection is over.

    When the connection breaks, kombu takes it from the channel and then still acknowledges or gives back the messages that
    were being worked on. That failed with an `AttributeError`, which nothing expects, and the worker stopped for good. A lost
    connection is expected everywhere: the worker connects again, and the sweeps find what was under way.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, object]:
        """Return how to connect.

        :raises BrokerAway: when the connection this channel belonged to was closed.
        """
        if self.connection is None or self.connection.client is None:
            raise BrokerAway("the connection to the broker was closed")
        return super()._connparams(asynchronous=asynchronous)


class Transport(kombu_redis.Transport):
    """Redis, by such channels."""

    Channel = Channel


def use_transport() -> None:
    """Have every address that names Redis use this transport."""
    for alias in ("redis", "rediss"):
        TRANSPORT_ALIASES[alias] = "competition.broker:Transport"
