"""Make and remove an institution's webhook, try it, and tell it what happened.

A telling is claimed in one statement and closed after the answer. Whoever dies in between leaves a row that is taken again when
its lease ends, so the other side may get one twice, under the same id. What gets no good answer comes again after a growing
pause, for a day; then the address is paused, and the heads of the institution are told by letter.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Min, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.letters import one_line
from competition.models import Institution, Person, Webhook, WebhookDelivery
from competition.models.webhooks import PING, DeliveryState, HookedEvent
from competition.operations.events import record_event
from competition.operations.hooked import announce
from competition.operations.invitations import hold_institution
from competition.outgoing import Unreachable, Way, fault_of, post
from competition.policy import may_make_key, may_see_keys
from competition.queries.memberships import heads_of
from competition.queries.webhooks import due_now, next_deliveries, webhooks_of
from competition.sealing import seal, unseal
from competition.verdict import Refused, require

MOST = 3
MOST_PINGS = 5
LEASE = timedelta(minutes=2)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 30, 60)]
GIVE_UP_AFTER = timedelta(hours=24)


class TooManyWebhooks(Refused):
    """So many addresses of one institution are told already."""

    reason = gettext_lazy("Instansi ini sudah memiliki tiga webhook. Hapus yang tidak dipakai lagi.")


class WebhookThere(Refused):
    """The address is told already: whoever pressed twice makes no second one."""

    reason = gettext_lazy("Alamat ini sudah menjadi webhook instansi ini.")


class BadWebhook(Refused):
    """No address that may be told, or no event."""

    reason = gettext_lazy("Isi alamat https dengan nama domain, dan pilih sedikitnya satu kejadian.")


class TooManyPings(Refused):
    """So many tests were sent within a minute: this server is no means to trouble somebody else's."""

    reason = gettext_lazy("Terlalu banyak permintaan dalam satu menit.")


class NotPaused(Refused):
    """It is told as ever."""

    reason = gettext_lazy("Webhook ini tidak sedang dijeda.")


class MakerGone(Refused):
    """Whoever made it may make it no more: it would tell nothing."""

    reason = gettext_lazy("Pembuat webhook ini bukan admin instansi lagi. Hapus webhook ini, lalu buat yang baru.")


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A webhook with its secret, which nobody can read again."""

    webhook: Webhook
    secret: str


def way_out() -> Way:
    """Return which ways out this installation has."""
    return Way(tuple(settings.WEBHOOK_PORTS), settings.WEBHOOKS_AT_HOME)


@transaction.atomic
def make_webhook(*, institution: Institution, person: Person, url: str, events: Sequence[str], at: datetime) -> NewWebhook:
    """Tell the address of these events from now on; the heads of the institution are told by letter.

    :raises NotAllowed: no administrator of it, or it is closed or not verified.
    :raises BadWebhook: an address that is none, or no event that is known.
    :raises TooManyWebhooks, WebhookThere: three, or this one, are there.
    """
    institution = hold_institution(institution)
    require(may_make_key(Person.objects.get(pk=person.pk), institution, at))
    wanted = [one for one in HookedEvent.values if one in events]
    if fault_of(url, way_out()) or not wanted or len(wanted) != len(set(events)):
        raise BadWebhook
    if webhooks_of(institution).count() >= MOST:
        raise TooManyWebhooks
    hook, secret = (
        Webhook(institution=institution, url=url, events=wanted, made_by=person, made_at=at),
        secrets.token_urlsafe(32),
    )
    hook.sealed_secret = seal(Webhook.purpose_for(hook.code), secret)
    try:
        with transaction.atomic():
            hook.save(force_insert=True)
    except IntegrityError as error:
        raise WebhookThere from error
    _record("webhook_made", hook, person, at, is_posted=True)
    return NewWebhook(hook, secret)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, person: Person, at: datetime) -> Webhook:
    """Tell the address nothing more; what waits fails.

    :raises NotAllowed: not theirs.
    """
    hook = _locked(webhook)
    require(may_see_keys(Person.objects.get(pk=person.pk), hook.institution, at))
    if hook.removed_at is None:
        hook.removed_at, hook.removed_by = at, person
        hook.save(update_fields=["removed_at", "removed_by"])
        _drop_waiting(hook, _("Webhook dihapus."))
        _record("webhook_removed", hook, person, at)
    return hook


@transaction.atomic
def resume_webhook(*, webhook: Webhook, person: Person, at: datetime) -> Webhook:
    """Tell a paused address again from now on; what it missed is read from the lists.

    :raises NotAllowed: no administrator of the institution.
    :raises NotPaused: it is told.
    :raises MakerGone: it tells nothing any more, whoever lets it go on.
    """
    hook = _locked(webhook)
    require(may_make_key(Person.objects.get(pk=person.pk), hook.institution, at))
    if hook.paused_at is None:
        raise NotPaused
    if not may_make_key(hook.made_by, hook.institution, at):
        raise MakerGone
    hook.paused_at = None
    hook.save(update_fields=["paused_at"])
    _record("webhook_resumed", hook, person, at)
    return hook


@transaction.atomic
def ping_webhook(*, webhook: Webhook, person: Person, at: datetime) -> WebhookDelivery:
    """Send a test, once and without tries, also to a paused address; while one is on its way it is that one.

    :raises NotAllowed: no administrator of the institution.
    :raises TooManyPings: five were sent within the last minute.
    """
    hook = _locked(webhook)
    require(may_make_key(Person.objects.get(pk=person.pk), hook.institution, at))
    waiting = hook.deliveries.filter(event=PING, state__in=(DeliveryState.WAITING, DeliveryState.SENDING)).first()
    if waiting is not None:
        return waiting
    if hook.deliveries.filter(event=PING, happened_at__gt=at - timedelta(minutes=1)).count() >= MOST_PINGS:
        raise TooManyPings
    sent = WebhookDelivery.objects.create(webhook=hook, event=PING, happened_at=at, not_before=at)
    transaction.on_commit(partial(announce, str(sent.pk)))
    return sent


def tell_webhook(*, delivery_id: str, at: datetime) -> bool:
    """Tell one thing if it waits and is due and its address does not rest; return whether it was taken now. Safe to call twice
    or in parallel."""
    if not _move(
        due_now(at).filter(pk=delivery_id),
        DeliveryState.SENDING,
        leased_until=at + LEASE,
        tried_at=at,
        attempts=F("attempts") + 1,
    ):
        return False
    delivery = WebhookDelivery.objects.select_related("webhook__institution", "webhook__made_by").get(pk=delivery_id)
    status, error = _send(delivery, at)
    if status is not None and 200 <= status < 300:
        _close(delivery, DeliveryState.DELIVERED, status, "")
        return True
    _try_later(delivery, status, error, at)
    return False


def take_up_deliveries(*, at: datetime) -> list[str]:
    """Put back what a worker left behind; return the ids of what is due, one of each address."""
    left = WebhookDelivery.objects.filter(state=DeliveryState.SENDING, leased_until__lt=at)
    _move(left, DeliveryState.WAITING, leased_until=None)
    return next_deliveries(at)


def body_of(delivery: WebhookDelivery) -> bytes:
    """Return what is sent: which event, when and about which proposal, and nothing of what is in it."""
    told = {
        "delivery": str(delivery.pk),
        "event": delivery.event,
        "happened_at": delivery.happened_at.isoformat(),
        "institution": delivery.webhook.institution.code,
        "proposal": delivery.subject_key,
    }
    if delivery.subject_key:
        told["url"] = settings.SITE_URL + reverse("submissions:own_proposal", args=[delivery.subject_key])
    return json.dumps(told, separators=(",", ":")).encode()


def signature_of(secret: str, stamp: int, body: bytes) -> str:
    """Return the HMAC-SHA256 over the stamp, a dot and the body, in hexadecimal."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()


def _send(delivery: WebhookDelivery, at: datetime) -> tuple[int | None, str]:
    """Send it and return the status, or why there is none."""
    hook = delivery.webhook
    is_over = hook.removed_at is not None or (hook.paused_at is not None and delivery.event != PING)
    if is_over or not may_make_key(hook.made_by, hook.institution, at):
        return None, _("Webhook ini tidak berlaku lagi.")
    if settings.DEMO:
        return None, _("Dalam mode demo tidak ada yang dikirim keluar.")
    secret = unseal(Webhook.purpose_for(hook.code), hook.sealed_secret)
    if secret is None:
        return None, _("Rahasianya tidak terbaca lagi. Buat webhook baru.")
    body, stamp = body_of(delivery), int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "KIPP-Webhook/1",
        "X-KIPP-Event": delivery.event,
        "X-KIPP-Delivery": str(delivery.pk),
        "X-KIPP-Signature": f"t={stamp},v1={signature_of(secret, stamp, body)}",
    }
    try:
        return post(hook.url, body, headers, way_out()), ""
    except Unreachable as error:
        return None, one_line(str(error))[:200]


def _try_later(delivery: WebhookDelivery, status: int | None, error: str, at: datetime) -> None:
    """Let it come again, the later the more tries of all that waits there failed; or end it: a ping at once, and where
    something has failed for a day, with the address paused."""
    hook = delivery.webhook
    failing = hook.deliveries.filter(state=DeliveryState.WAITING, attempts__gt=0).exclude(event=PING)
    others = failing.aggregate(tries=Sum("attempts"), since=Min("happened_at"))
    is_dead = hook.removed_at is not None or not may_make_key(hook.made_by, hook.institution, at) or settings.DEMO
    if delivery.event == PING or is_dead or hook.paused_at is not None:
        _close(delivery, DeliveryState.FAILED, status, error)
    elif at - min(delivery.happened_at, others["since"] or at) > GIVE_UP_AFTER:
        _close(delivery, DeliveryState.FAILED, status, error)
        _pause(hook, at)
    else:
        tries = delivery.attempts + (others["tries"] or 0)
        pause = PAUSES[min(tries, len(PAUSES)) - 1]
        _close(delivery, DeliveryState.WAITING, status, error, not_before=at + pause)


def _close(delivery: WebhookDelivery, state: str, status: int | None, error: str, **more: datetime) -> None:
    rows = WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts)
    _move(rows, state, status=status, error=error, leased_until=None, **more)


@transaction.atomic
def _pause(hook: Webhook, at: datetime) -> None:
    """Tell the address nothing until somebody lets it go on; said once, by letter."""
    hook = _locked(hook)
    if hook.paused_at is None and hook.removed_at is None:
        hook.paused_at = at
        hook.save(update_fields=["paused_at"])
        _drop_waiting(hook, _("Webhook dijeda."))
        _record("webhook_paused", hook, None, at, is_posted=True)


def _drop_waiting(hook: Webhook, why: str) -> None:
    _move(hook.deliveries.filter(state=DeliveryState.WAITING), DeliveryState.FAILED, error=why)


def _move(rows: QuerySet[WebhookDelivery], state: str, **fields: object) -> int:
    """Move these to a state if they are still in the one they were asked for in; return how many were."""
    return rows.update(state=state, **fields)


def _locked(hook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update(of=("self",)).select_related("institution", "made_by").get(pk=hook.pk)


def _record(event: str, hook: Webhook, person: Person | None, at: datetime, *, is_posted: bool = False) -> None:
    record_event(
        event=event,
        subject=hook,
        subject_key=hook.institution.code,
        person=person,
        at=at,
        data={"webhook": hook.code, "events": hook.events},
        recipients=heads_of(hook.institution, at) if is_posted else (),
        context={"webhook": hook, "institution": hook.institution, "sender": person, "happened_at": at},
    )
