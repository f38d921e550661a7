"""Remove what is not needed any more. Records and the audit are never touched."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from competition.models import (
    Invitation,
    Notice,
    NoticeEdit,
    ParkedForm,
    PasswordLink,
    PersonSession,
    SignInCode,
    WebhookDelivery,
)
from competition.models.notices import NoticeState
from competition.models.webhooks import DeliveryState
from competition.operations.events import record_event
from competition.retention import INVITATIONS_KEPT, LETTERS_KEPT, LINKS_KEPT, TELLINGS_KEPT, Swept


class _OnlyAsked(Exception):
    """Ends the transaction of a dry run."""


def apply_retention(*, at: datetime, dry: bool) -> list[Swept]:
    """Remove what is past its time, in every app, in one transaction; return what went. `dry`: say it and change nothing."""
    found: list[Swept] = []
    try:
        with transaction.atomic():
            for rule in settings.RETENTION:
                found += import_string(rule)(at=at)
            if dry:
                raise _OnlyAsked
            _tell(found, at)
    except _OnlyAsked:
        pass
    return found


def sweep_frame(*, at: datetime) -> Iterator[Swept]:
    """Empty old letters, and remove invitations nobody took, links, codes, sessions, parked forms and messages to webhooks that
    are over."""
    letters = Notice.objects.filter(created_at__lt=at - LETTERS_KEPT).exclude(text="", html="", subject="")
    settled = letters.exclude(state__in=(NoticeState.WAITING, NoticeState.SENDING, NoticeState.DAILY))
    NoticeEdit.objects.filter(notice__in=settled).update(subject="", text="", html="")
    number = settled.update(subject="", text="", html="")
    yield Swept("letters", number, f"emptied {LETTERS_KEPT.days} days after they were written")
    untaken = Invitation.objects.filter(redeemed_at=None, expires_at__lt=at - INVITATIONS_KEPT)
    yield Swept("invitations", _delete(untaken), f"not taken within {INVITATIONS_KEPT.days} days after they expired")
    for name, model in (("password links", PasswordLink), ("sign-in codes", SignInCode)):
        spent = model.objects.filter(ends_at__lt=at - LINKS_KEPT)
        yield Swept(name, _delete(spent), f"over for {LINKS_KEPT.days} days")
    yield Swept("sessions", _delete(PersonSession.objects.filter(expire_date__lte=at)), "over")
    yield Swept("parked forms", _delete(ParkedForm.objects.filter(ends_at__lte=at)), "nobody came back for them in an hour")
    told = WebhookDelivery.objects.filter(happened_at__lt=at - TELLINGS_KEPT)
    over = told.filter(state__in=(DeliveryState.DELIVERED, DeliveryState.FAILED))
    yield Swept("webhook messages", _delete(over), f"settled, {TELLINGS_KEPT.days} days after what they told of")


def _delete(rows: QuerySet) -> int:
    return rows.delete()[0]


def _tell(found: list[Swept], at: datetime) -> None:
    numbers = {one.what: one.number for one in found if one.number}
    if numbers:
        record_event(
            event="retention_applied", subject=Notice(), subject_key="retention", person=None, at=at, data={"removed": numbers}
        )
