"""Keys of institutions, as their people and the doors of programs look for them."""

from datetime import datetime

from django.db.models import QuerySet

from competition.models import ApiKey, Institution
from competition.tokens import hash_of


def keys_of(institution: Institution) -> QuerySet[ApiKey]:
    """Return all keys there ever were, the last first, each with who made and who revoked it."""
    return ApiKey.objects.filter(institution=institution).select_related("made_by", "revoked_by").order_by("-made_at", "-pk")


def open_keys(institution: Institution, at: datetime) -> QuerySet[ApiKey]:
    """Return the keys that were not revoked and whose last day is not over."""
    return ApiKey.objects.filter(institution=institution, revoked_at=None, expires_at__gt=at)


def key_by_code(institution: Institution, code: str) -> ApiKey | None:
    """Return a key of the institution, None when there is none."""
    return ApiKey.objects.select_related("institution").filter(institution=institution, code=code).first()


def key_by_token(token: str) -> ApiKey | None:
    """Return the key a token belongs to, over or not, with its institution and its maker; None for a made-up one."""
    return ApiKey.objects.select_related("institution", "made_by").filter(token_hash=hash_of(token)).first()
