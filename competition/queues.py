"""Which work waits in which queue. Each queue has workers of its own, so that a long report never stands before a letter."""

import os
import sys

NOTICES = "notices"
FILES = "files"
REPORTS = "reports"

# How many tasks of a queue run at once on one machine; the launcher and the units of deploy/ ask here.
# A letter is mostly waiting for the mail server, so more of them at once cost little.
AT_ONCE = {NOTICES: 4, FILES: 1, REPORTS: 1}

# By name, because whoever asks for a task knows no more of it. A task without a place here is refused by the house's tests.
QUEUE_OF = {
    "competition.tasks.deliver_notices": NOTICES,
    "competition.tasks.sweep_notices": NOTICES,
    "competition.tasks.write_digests": NOTICES,
    "competition.tasks.tell_audit_heads": NOTICES,
    "competition.tasks.heartbeat": NOTICES,
    "competition.tasks.tidy_up": FILES,
    "competition.tasks.forget_parked": FILES,
    "competition.tasks.check_letter": FILES,
    "competition.tasks.sweep_letters": FILES,
    "submissions.tasks.check_document": FILES,
    "submissions.tasks.sweep_documents": FILES,
    "submissions.tasks.sweep_uploads": FILES,
    "submissions.tasks.check_enclosure": FILES,
    "submissions.tasks.sweep_enclosures": FILES,
    "submissions.tasks.compare_text": FILES,
    "submissions.tasks.sweep_texts": FILES,
    "submissions.tasks.remind_of_closing": NOTICES,
    "submissions.tasks.end_corrections": NOTICES,
    "submissions.tasks.mail_bulletins": NOTICES,
    "submissions.tasks.open_announcements": NOTICES,
    "competition.tasks.tell_webhook": REPORTS,
    "competition.tasks.sweep_webhooks": REPORTS,
    "submissions.tasks.write_export": REPORTS,
    "submissions.tasks.sweep_exports": REPORTS,
    "submissions.tasks.keep_site": REPORTS,
}


def worker_arguments(queue: str) -> list[str]:
    """Return what `celery -A competition.celery` is told to serve one queue."""
    name = ["--hostname", f"{queue}@%h", "--queues", queue, "--concurrency", str(AT_ONCE[queue])]
    return ["worker", *name, "--without-gossip", "--without-mingle"]


def serve(arguments: list[str]) -> None:
    """Become the worker of the queue that is named first; what follows goes to Celery as it stands.

    :raises SystemExit: there is no such queue.
    """
    if not arguments or arguments[0] not in AT_ONCE:
        sys.exit(f"usage: python -m competition.queues {{{','.join(AT_ONCE)}}} [option of celery worker ...]")
    queue, *options = arguments
    celery = [sys.executable, "-m", "celery", "--app", "competition.celery"]
    os.execv(sys.executable, [*celery, *worker_arguments(queue), *options])


if __name__ == "__main__":
    serve(sys.argv[1:])
