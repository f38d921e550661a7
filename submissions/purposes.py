"""What a file of a proposal is for: the evidence of one answer, a letter that the edition asks for, or anything else.

Knows no database. The key stands in addresses, and nothing else is said about a purpose there.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVIDENCE, LETTER, OTHER, PROOF = "bukti-", "surat-", "lain", "persetujuan"
# Said where they are printed: most pages ask for the purposes of files and print none of this.
OF_AN_ANSWER = gettext_lazy("Bukti untuk jawaban ini: foto sebelum dan sesudah, grafik, surat, atau tangkapan layar.")
OF_ALL = gettext_lazy("Berkas tentang proposal secara keseluruhan, misalnya keputusan pembentukan tim atau foto layanan.")


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
    return Purpose(f"{EVIDENCE}{code}", label, OF_AN_ANSWER, question=question)


def anything_else() -> Purpose:
    """Return the purpose of files about the proposal as a whole."""
    return Purpose(OTHER, _("Berkas lain"), OF_ALL)


def proof_of_a_yes() -> Purpose:
    """Return the purpose of the signed letter of an endorsement, which is beside the proposal and on none of its shelves."""
    return Purpose(PROOF, "", "", is_proof=True)


def key_of(*, question: str, letter: str) -> str:
    """Return the key of a purpose by the codes of its question or letter; one of them at most is not empty."""
    if letter:
        return f"{LETTER}{letter}"
    return f"{EVIDENCE}{question}" if question else OTHER
