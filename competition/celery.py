"""The Celery application: queues carry only the news that a row waits; the rows are in PostgreSQL."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competition.settings")

app = Celery("kipp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-notices": {"task": "competition.tasks.sweep_notices", "schedule": 60.0, "options": {"expires": 50}},
    "beat-heartbeat": {"task": "competition.tasks.beat_heartbeat", "schedule": 5.0, "options": {"expires": 20}},
}
