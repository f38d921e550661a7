"""What the letters about keys and webhooks of an institution are made of."""

from competition.models import ApiKey, Institution, Webhook


def key_letter(round_, sender, words: str, at) -> dict:
    """Return what the letter about a new key is made of."""
    key = ApiKey(name=words[:80], scopes=["proposals:read"], prefix="kipp_abc123", expires_at=at)
    known = {"round": round_, "sender": sender, "happened_at": at}
    return known | {"key": key, "institution": Institution(name=sender.name, code="x")}


def hook_letter(round_, sender, at) -> dict:
    """Return what the letters about a webhook are made of."""
    hook = Webhook(url="https://contoh.test/kipp", events=["proposal_submitted"], code="2222222222")
    known = {"round": round_, "sender": sender, "happened_at": at}
    return known | {"webhook": hook, "institution": Institution(name=sender.name, code="x")}
