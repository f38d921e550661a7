"""How a round's sheets become scores and places, in words: for its chair before the ranking, for everybody after the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from competition.zones import format_number

HALF_UP = "HALF_UP"


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion that carries weight, under the name its reader knows."""

    code: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Method:
    """What a round says of its scores, as its columns of these names have it."""

    readers_per_proposal: int
    least_sheets: int | None
    rounding: str
    decimals: int
    tie_break: Sequence[str]
    passing_grade: Decimal | None
    nominees: int | None
    lines: Sequence[Line]


def method_of(round_: Any, criteria: Iterable[Any]) -> Method:
    """Return a round's method; `criteria` are those that carry weight, in the order of the sheet."""
    columns = [name for name in Method.__slots__ if name != "lines"]
    lines = [Line(one.code, str(one), one.weight) for one in criteria]
    return Method(**{name: getattr(round_, name) for name in columns}, lines=lines)


def method_words(method: Method) -> list[str]:
    """Return the method as sentences."""
    return [_weights(method), _mean(method), _ties(method), _missing(method), *_grade(method), *_nominees(method)]


def plain_number(number: Decimal) -> str:
    """Return a figure without needless decimals: 25, 12,5."""
    return format_number(int(number) if number == int(number) else number.normalize())


def _weights(method: Method) -> str:
    text = _("Nilai satu lembar adalah jumlah poin tiap kriteria dikalikan bobotnya, dibagi 100. Bobot: %(weights)s.")
    return text % {"weights": ", ".join(f"{one.name} {plain_number(one.weight)}" for one in method.lines)}


def _mean(method: Method) -> str:
    if method.rounding == HALF_UP:
        text = _(
            "Nilai proposal adalah rata-rata semua lembarnya, sedikitnya %(readers)s lembar, dibulatkan satu kali ke"
            " %(decimals)s desimal; tepat di tengah dibulatkan ke atas."
        )
    else:
        text = _(
            "Nilai proposal adalah rata-rata semua lembarnya, sedikitnya %(readers)s lembar, dibulatkan satu kali ke"
            " %(decimals)s desimal; tepat di tengah dibulatkan ke angka genap."
        )
    return text % {"readers": method.least_sheets or method.readers_per_proposal, "decimals": method.decimals}


def _ties(method: Method) -> str:
    names = {one.code: one.name for one in method.lines}
    if not method.tie_break:
        return _(
            "Nilai yang sama berbagi peringkat dan ditandai seri. Seri di garis batas diputuskan bersama daftarnya, dengan"
            " alasan."
        )
    text = _(
        "Nilai yang sama diurutkan menurut rata-rata %(order)s. Yang tetap sama berbagi peringkat dan ditandai seri. Seri di"
        " garis batas diputuskan bersama daftarnya, dengan alasan."
    )
    return text % {"order": _(", lalu ").join(names.get(code, code) for code in method.tie_break)}


def _missing(method: Method) -> str:
    if method.least_sheets is None:
        return _("Lembar yang belum ada tidak pernah dihitung nol: peringkat tidak dapat dibekukan sebelum semuanya terkunci.")
    text = _(
        "Lembar yang belum ada tidak pernah dihitung nol: proposal dengan sedikitnya %(least)s dari %(readers)s lembar dihitung"
        " dari lembar yang ada."
    )
    return text % {"least": method.least_sheets, "readers": method.readers_per_proposal}


def _grade(method: Method) -> list[str]:
    if method.passing_grade is None:
        return []
    text = _("Proposal dengan nilai di bawah %(grade)s tidak mendapat tempat, juga bila masih ada tempat.")
    return [text % {"grade": plain_number(method.passing_grade)}]


def _nominees(method: Method) -> list[str]:
    if method.nominees is None:
        return []
    text = _("Yang dipertimbangkan untuk tempat hanya nominasi: peringkat 1 sampai %(nominees)s.")
    return [text % {"nominees": format_number(method.nominees)}]
