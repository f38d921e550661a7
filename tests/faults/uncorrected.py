"""The Celery application on kombu's own transport: the control of `competition.broker`."""

from kombu.transport import TRANSPORT_ALIASES

from competition.celery import app as celery_app

TRANSPORT_ALIASES["redis"] = "kombu.transport.redis:Transport"
app = celery_app
