"""What in a public text a person should look at before it is shown: gambling, loans and spam, however they are spelled, and
links that lead elsewhere. Knows no database.

A find never refuses a text. A programme against gambling names gambling, so somebody reads what was found and decides.
"""

import re
import unicodedata
from itertools import pairwise

# Words that say it alone.
TERMS = frozenset(
    (
        *("judi", "berjudi", "penjudi", "perjudian", "judol", "togel", "toto gelap"),
        *("max win", "maxwin", "kasino", "casino", "gacor"),
        *("sbobet", "poker", "baccarat", "roulette", "blackjack", "jackpot", "sabung ayam", "taruhan bola", "joker123"),
        *("pragmatic play", "mahjong ways", "gates of olympus", "scatter hitam", "rtp live", "rtp slot", "bonus new member"),
        *("pinjol", "pinjaman online", "dana cepat cair", "binary option", "robot trading", "viagra", "cialis", "obat kuat"),
        *("bokep", "porno", "jual followers", "jasa backlink", "free spin", "deposit pulsa"),
    )
)
# A slot is also an hour at a counter. Beside one of these it is a machine.
BESIDE_SLOT = frozenset(
    (
        *("gacor", "online", "maxwin", "demo", "resmi", "deposit", "depo", "pulsa", "dana", "thailand", "zeus", "olympus"),
        *("pragmatic", "pg", "pgsoft", "jackpot", "gampang", "terpercaya", "terbaru", "bonus", "server", "luar", "qris"),
        *("judi", "game", "mesin", "agen", "situs", "bandar", "link", "akun", "hoki", "mahjong", "scatter"),
    )
)
# Too long for chance: found across spaces, wherever these stand ("sl ot ga cor").
_LONG_ONES = ("slotgacor", "judionline", "slotonline", "bandartogel", "togelonline", "situsjudi")
# Told inside a longer word too: no Indonesian word holds them.
INSIDE = ("gacor", "maxwin", "sbobet", "pinjol", *_LONG_ONES)
ALLOWED_HOSTS = frozenset(("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"))
ALLOWED_ENDS = (".go.id", ".ac.id", ".desa.id")

_ALIKE = str.maketrans("абвдеікмнорстухѕјԁһɡαβγεικνορτυχωıłø", "abbdeikmhopctyxsjdhgabyeiknoptuxwilo")
_SIGNS = str.maketrans({"@": "a", "$": "s", "€": "e", "|": "l", "!": "i"})
_DIGITS = str.maketrans("034578962", "oeastbgbz")
_TOKEN = re.compile(r"[^\W_]+")
_SIGNED = re.compile(r"(?<=[^\W_])[@$€|!]+(?=[^\W_])")
_APART = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,3}[^\W_]){2,}(?![^\W_])")
_TWICE = re.compile(r"([^\W\d_])\1+")
_LUCKY = re.compile(r"(\d)\1+")
_SLOT = re.compile(r"slot\d{2,}")
_LINK = re.compile(
    r"(?<![@\w.-])(?:(?:https?|ftp)://(?:[^\s/@]*@)?|www\.)?((?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24})(?![\w@-])"
)
# Without http:// or www. before it, only what ends so is taken for an address: "No.telp" is none.
_ENDS = frozenset(
    (
        *("com", "net", "org", "info", "biz", "xyz", "top", "site", "online", "club", "vip", "win", "bet", "live", "pro"),
        *("me", "co", "id", "io", "cc", "tv", "link", "ly", "gg", "asia", "shop", "app", "one"),
    )
)


def suspicious(*texts: str) -> tuple[str, ...]:
    """Return the terms of gambling, loans and spam that texts hold, each once and as it is spelled when nobody hides it.

    Found as well between spaces ("s l o t"), with digits and signs for letters ("sl0t", "jud1"), letters twice ("gacooor"),
    signs nobody sees, and letters of other alphabets that look alike.
    """
    return tuple(dict.fromkeys(term for text in texts for term in _terms(text)))


def foreign_links(*texts: str) -> tuple[str, ...]:
    """Return the hosts texts lead to, each once, but those of the government, of universities and of videos."""
    hosts = (host for text in texts for host in _hosts(text))
    return tuple(dict.fromkeys(host for host in hosts if host not in ALLOWED_HOSTS and not host.endswith(ALLOWED_ENDS)))


def to_be_read(*texts: str) -> tuple[str, ...]:
    """Return all that somebody should look at before these texts are public; empty where nothing was found."""
    return (*suspicious(*texts), *foreign_links(*texts))


def _hosts(text: str) -> list[str]:
    found = []
    for match in _LINK.finditer(_bare(text)):
        host, is_said = match[1], match[0] != match[1]
        if is_said or host.rpartition(".")[2] in _ENDS:
            found.append(host)
    return found


def _bare(text: str) -> str:
    """Return a text in small letters without accents and without what nobody sees."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")


def _terms(text: str) -> list[str]:
    plain = _bare(text)
    shown = plain.translate(_ALIKE)
    signed = _SIGNED.sub(lambda match: match[0].translate(_SIGNS), shown)
    joined = _APART.sub(lambda match: f" {''.join(_TOKEN.findall(match[0]))} ", signed)
    visible = set(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))
    tokens = _TOKEN.findall(joined)
    spelled = [_spellings(one) for one in tokens]
    found = [term for ways in spelled for way in ways for term in _of_word(way)]
    # Nobody writes an hour at a counter so that no filter finds it.
    found += ["slot" for one, ways in zip(tokens, spelled, strict=True) if "slot" in ways and one not in visible]
    found += ["slot" for one, ways in zip(tokens, spelled, strict=True) if one != "slot" and "slot" in ways]
    for before, after in pairwise(spelled):
        found += _of_pair(before, after)
    found += _of_three(spelled)
    whole = _once("".join(tokens))
    return found or [term for term in _LONG_ONES if _once(term) in whole]


def _spellings(token: str) -> set[str]:
    """Return what a word may be read as, letters that stand twice once."""
    ways = {token}
    if not token.isdigit():
        ways |= {token.replace("1", one).translate(_DIGITS) for one in "il"}
    return {_once(one) for one in ways}


def _once(word: str) -> str:
    return _TWICE.sub(r"\1", word)


def _of_word(word: str) -> list[str]:
    found = [term for term in INSIDE if _once(term) in word]
    if word in _PLAIN:
        found.append(_PLAIN[word])
    if _SLOT.match(word) or (word.startswith("slot") and word[4:] in BESIDE_SLOT):
        found.append("slot")
    return found


def _of_pair(before: set[str], after: set[str]) -> list[str]:
    found = [term for parts, term in _PAIRS if parts[0] in before and parts[1] in after]
    is_slot = ("slot" in before and (after & _BESIDE or any(map(_LUCKY.fullmatch, after)))) or (
        "slot" in after and before & _BESIDE
    )
    return [*found, "slot"] if is_slot else found


def _of_three(spelled: list[set[str]]) -> list[str]:
    return [
        term
        for place in range(len(spelled) - 2)
        for parts, term in _THREES
        if all(part in ways for part, ways in zip(parts, spelled[place : place + 3], strict=True))
    ]


_BESIDE = {_once(one) for one in BESIDE_SLOT}
_PARTS = [(tuple(map(_once, term.split())), term) for term in sorted(TERMS)]
_PLAIN = {parts[0]: term for parts, term in _PARTS if len(parts) == 1}
_PAIRS = [one for one in _PARTS if len(one[0]) == 2]
_THREES = [one for one in _PARTS if len(one[0]) == 3]
