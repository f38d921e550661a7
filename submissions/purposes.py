"""What a file of a proposal is for: the evidence of one answer, a letter that the edition asks for, or anything else.

Knows no database. The key stands in addresses, and nothing else is said about a purpose there.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

EVIDENCE, LETTER, OTHER, PROOF = "bukti-", "surat-", "lain", "persetujuan"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose; `question` is the key of the row, `letter` the edition's code, and of OTHER neither is there."""

    key: str
    label: str
    help: str
    question: int | None = None
    letter: str = ""
    is_required: bool = False
    is_proof: bool = False

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter: there is one file at most, and another one takes its place."""
        return bool(self.letter)


def evidence_for(*, question: int, code: str, label: str) -> Purpose:
    """Return the purpose of files that prove one answer."""
    text = _("Bukti untuk jawaban ini: foto sebelum dan sesudah, grafik, surat, atau tangkapan layar.")
    return Purpose(f"{EVIDENCE}{code}", label, text, question=question)


def anything_else() -> Purpose:
    """Return the purpose of files about the proposal as a whole."""
    text = _("Berkas tentang proposal secara keseluruhan, misalnya keputusan pembentukan tim atau foto layanan.")
    return Purpose(OTHER, _("Berkas lain"), text)


def proof_of_a_yes() -> Purpose:
    """Return the purpose of the signed letter of an endorsement, which is beside the proposal and on none of its shelves."""
    return Purpose(PROOF, "", "", is_proof=True)


def key_of(*, question: str, letter: str) -> str:
    """Return the key of a purpose by the codes of its question or letter; one of them at most is not empty."""
    if letter:
        return f"{LETTER}{letter}"
    return f"{EVIDENCE}{question}" if question else OTHER
