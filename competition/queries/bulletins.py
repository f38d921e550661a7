"""What the secretariat has told everybody, tells them now, and will tell them."""

from datetime import datetime

from competition.models import Bulletin, Edition
from competition.models.bulletins import MailedTo


def bulletins_of(edition: Edition) -> list[Bulletin]:
    """Return all of an edition, those that start last first. One query."""
    return list(edition.bulletins.select_related("planned_by", "taken_down_by").order_by("-starts_at", "-pk"))


def bulletin_by_code(code: str) -> Bulletin | None:
    """Return a bulletin with its edition; None if there is none."""
    return Bulletin.objects.select_related("edition").filter(code=code).first()


def standing_bulletins(edition: Edition) -> list[Bulletin]:
    """Return those that were not taken down, in the order in which they start: an edition has a few dozen. One query."""
    return list(edition.bulletins.filter(taken_down_at=None).order_by("starts_at", "pk"))


def bulletins_to_mail(at: datetime) -> list[int]:
    """Return the keys of those that have appeared, still stand and have no letters yet, in the order of their start."""
    standing = Bulletin.objects.filter(taken_down_at=None, starts_at__lte=at, ends_at__gt=at, mailed_at=None)
    return list(standing.exclude(mail_to=MailedTo.NOBODY).order_by("starts_at", "pk").values_list("pk", flat=True))


def is_planned(edition: Edition, text: str, at: datetime) -> bool:
    """Say whether one of these words is shown or still to come."""
    return edition.bulletins.filter(taken_down_at=None, ends_at__gt=at, text=text).exists()
