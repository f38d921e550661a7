"""What a password may be: long enough, not among the common ones, not made of the words everybody here would try first.

No rule about kinds of characters, and no end of life (NIST SP 800-63B, 3.1.1).
"""

import re
from collections.abc import Iterable
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 8
SUGGESTED = 12
LONGEST = 128
CONTEXT_WORDS = ("kipp", "panrb", "kemenpan", "sinovik", "inovasi", "kompetisi", "pelayanan", "publik", "password", "sandi")
# Letters that must be left once the context's words are taken out.
LEFT = 4
_WORD = re.compile(r"[^\W\d_]{3,}")


def password_problem(password: str, words: Iterable[str] = ()) -> str:
    """Return why the password cannot be taken, in words to act on; empty when it can.

    `words`: names that belong to the person, whose words are as easily guessed as the competition's own.
    """
    if len(password) < SHORTEST:
        return _("Kata sandi paling sedikit %(shortest)d huruf atau angka. Kami sarankan %(suggested)d atau lebih.") % {
            "shortest": SHORTEST,
            "suggested": SUGGESTED,
        }
    if len(password) > LONGEST:
        return _("Kata sandi paling banyak %(longest)d huruf. Sekarang %(count)d huruf.") % {
            "longest": LONGEST,
            "count": len(password),
        }
    if _is_common(password):
        return _("Kata sandi ini termasuk yang paling sering dipakai orang. Pilih yang lain, misalnya empat kata acak.")
    if _is_of_context(password, words):
        return _("Kata sandi ini mudah ditebak dari nama Anda, instansi, atau kompetisi ini. Tambahkan kata lain.")
    return ""


def _is_common(password: str) -> bool:
    try:
        _common_passwords().validate(password)
    except ValidationError:
        return True
    return False


@cache
def _common_passwords() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _is_of_context(password: str, words: Iterable[str]) -> bool:
    known = {part for text in (*CONTEXT_WORDS, *words) for part in _WORD.findall(text.lower())}
    rest = password.lower()
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return rest != password.lower() and sum(char.isalpha() for char in rest) < LEFT


class PlainPassword:
    """The same rules where Django asks for them: commands and the admin."""

    def validate(self, password: str, user: object = None) -> None:
        """Accept the password.

        :raises ValidationError: with the reason it cannot be taken.
        """
        problem = password_problem(password, (getattr(user, "name", ""), getattr(user, "email", "").split("@")[0]))
        if problem:
            raise ValidationError(problem)

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return password_help()


def password_help() -> str:
    """Return the rule in one sentence, as a hint under a field."""
    return _("Paling sedikit %(shortest)d huruf, angka, atau tanda; %(suggested)d atau lebih lebih aman. Spasi boleh.") % {
        "shortest": SHORTEST,
        "suggested": SUGGESTED,
    }
