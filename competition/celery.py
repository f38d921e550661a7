"""The Celery application: queues carry only the news that a row waits; the rows are in PostgreSQL."""

import contextlib
import os

from celery import Celery
from celery.signals import beat_init
from kombu import Queue
from kombu.exceptions import OperationalError

from competition.broker import use_transport
from competition.queues import AT_ONCE, NOTICES, QUEUE_OF

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competition.settings")

use_transport()
app = Celery("kipp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.task_queues = [Queue(name, routing_key=name) for name in AT_ONCE]
app.conf.task_default_queue = NOTICES
# A queue with a misspelt name would wait for a worker that never comes.
app.conf.task_create_missing_queues = False
app.conf.task_routes = {task: {"queue": queue} for task, queue in QUEUE_OF.items()}
# A sweep that leaves what is younger than a minute to its own task comes twice as often: nothing waits for two minutes.
app.conf.beat_schedule = {
    "sweep-notices": {"task": "competition.tasks.sweep_notices", "schedule": 60.0, "options": {"expires": 50}},
    "write-digests": {"task": "competition.tasks.write_digests", "schedule": 300.0, "options": {"expires": 280}},
    "tell-audit-heads": {"task": "competition.tasks.tell_audit_heads", "schedule": 3600.0, "options": {"expires": 3500}},
    "remind-of-closing": {"task": "submissions.tasks.remind_of_closing", "schedule": 300.0, "options": {"expires": 280}},
    "end-corrections": {"task": "submissions.tasks.end_corrections", "schedule": 60.0, "options": {"expires": 50}},
    "mail-bulletins": {"task": "submissions.tasks.mail_bulletins", "schedule": 60.0, "options": {"expires": 50}},
    "forget-parked": {"task": "competition.tasks.forget_parked", "schedule": 300.0, "options": {"expires": 280}},
    "sweep-letters": {"task": "competition.tasks.sweep_letters", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-documents": {"task": "submissions.tasks.sweep_documents", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-enclosures": {"task": "submissions.tasks.sweep_enclosures", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-uploads": {"task": "submissions.tasks.sweep_uploads", "schedule": 3600.0, "options": {"expires": 3000}},
    "sweep-texts": {"task": "submissions.tasks.sweep_texts", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-exports": {"task": "submissions.tasks.sweep_exports", "schedule": 30.0, "options": {"expires": 25}},
    "open-announcements": {"task": "submissions.tasks.open_announcements", "schedule": 30.0, "options": {"expires": 25}},
    "sweep-webhooks": {"task": "competition.tasks.sweep_webhooks", "schedule": 60.0, "options": {"expires": 50}},
    "keep-site": {"task": "submissions.tasks.keep_site", "schedule": 30.0, "options": {"expires": 25}},
    "tidy-up": {"task": "competition.tasks.tidy_up", "schedule": 3600.0, "options": {"expires": 3000}},
} | {
    f"heartbeat-{queue}": {
        "task": "competition.tasks.heartbeat",
        "schedule": 10.0,
        "options": {"expires": 20, "queue": queue},
    }
    for queue in AT_ONCE
}


@beat_init.connect
def schedule_at_once(**_: object) -> None:
    """Ask for each entry as soon as beat starts: what an earlier stop left behind should not wait a period more."""
    for entry in app.conf.beat_schedule.values():
        # Without a broker now, the entry's own turn comes soon enough.
        with contextlib.suppress(OperationalError):
            app.send_task(entry["task"], **entry["options"])
