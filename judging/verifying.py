"""Check a results bundle: recompute everything it says from the sheets in it, and stop at the first difference.

Needs Python 3 alone. Given the fingerprint of the edition's page, nobody changed the whole in harmony. docs/results.md"""

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path

TABLES = ("rounds", "weights", "sheets", "ranking", "traits", "quotas", "selection", "outcome", "leaves")


class Difference(Exception):
    """Something is not what it should be."""


UNREADABLE = (Difference, OSError, LookupError, ValueError, TypeError, ArithmeticError, AttributeError)


def expect(is_so: bool, words: str) -> None:
    """Go on, or stop with these words."""
    if not is_so:
        raise Difference(words)


def sha256(data: bytes) -> str:
    """Return the fingerprint of some bytes."""
    return hashlib.sha256(data).hexdigest()


def read(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Return the tables of results.json, once each says the same as its CSV."""
    tables = json.loads((folder / "results.json").read_text(encoding="utf-8"))["tables"]
    expect(sorted(tables) == sorted(TABLES), f"results.json: the tables are {sorted(tables)}")
    for name in TABLES:
        columns, rows = tables[name]["columns"], tables[name]["rows"]
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        for number, (here, there) in enumerate(zip(lines, [columns, *rows], strict=False), start=1):
            expect(here == there, f"{name}.csv line {number}: {here} where results.json has {there}")
        expect(len(lines) == len(rows) + 1, f"{name}.csv: {len(lines) - 1} rows where results.json has {len(rows)}")
        tables[name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return tables


def of_round(rows: list[dict[str, str]], key: str) -> list[dict[str, str]]:
    """Return a table's rows of one round."""
    return [row for row in rows if row["round"] == key]


def rounded(value: Fraction, about: dict[str, str]) -> str:
    """Return a figure as it is printed: rounded once, half to even unless the round says half up."""
    decimals, exact = int(about["decimals"]), value * 10 ** int(about["decimals"])
    digits = f"{(2 * exact + 1) // 2 if about.get('rounding') == 'HALF_UP' else round(exact):0{decimals + 1}d}"
    return f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits


def sheets_of(tables: dict, key: str, asked: list[str]) -> dict[str, list[dict[str, Fraction]]]:
    """Return the marks of each sheet by proposal: each sheet with every criterion once, on the scale."""
    found: dict[str, dict[str, dict[str, Fraction]]] = defaultdict(lambda: defaultdict(dict))
    rows = of_round(tables["sheets"], key)
    for row in rows:
        code, points, marks = row["proposal"], Fraction(row["points"]), found[row["proposal"]][row["judge"]]
        expect(0 <= points <= 100, f"sheets.csv: {code} has {row['points']} points")
        expect(row["criterion"] not in marks, f"sheets.csv: {code} has a mark twice")
        marks[row["criterion"]] = points
    agreed = {(row["proposal"], row["criterion"], row["points"]) for row in rows if row.get("agreed") == "1"}
    expect(len(agreed) == len({one[:2] for one in agreed}), "sheets.csv: of one proposal two sheets were agreed on")
    for code, sheets in found.items():
        expect(all(sorted(one) == sorted(asked) for one in sheets.values()), f"sheets.csv: {code} lacks a mark")
    return {code: list(sheets.values()) for code, sheets in found.items()}


def check_ranking(tables: dict, about: dict[str, str]) -> None:
    """Every score, mean, spread and rank from the sheets alone."""
    key, least = about["round"], int(about.get("least_sheets") or about["readers_required"])
    weights = {row["criterion"]: Fraction(row["weight"]) for row in of_round(tables["weights"], key)}
    expect(sum(weights.values()) == 100, f"weights.csv: round {key} totals {sum(weights.values())}, not 100")
    asked = [code for code, weight in weights.items() if weight]
    sheets, ranking, keys = sheets_of(tables, key, asked), of_round(tables["ranking"], key), {}
    expect(sorted(sheets) == sorted(row["proposal"] for row in ranking), f"ranking.csv: round {key} ranks what nobody read")
    for row in ranking:
        code, marks = row["proposal"], sheets[row["proposal"]]
        expect(len(marks) >= least, f"sheets.csv: {code} has too few sheets")
        totals = [sum(weights[name] * one[name] for name in asked) / 100 for one in marks]
        means = {name: rounded(sum(one[name] for one in marks) / len(marks), about) for name in asked}
        score, spread = rounded(sum(totals) / len(totals), about), rounded(max(totals) - min(totals), about)
        told = " ".join(f"{name}={means[name]}" for name in asked)
        for name, value in {"score": score, "spread": spread, "sheets": str(len(marks)), "means": told}.items():
            expect(row[name] == value, f"ranking.csv: {code} has {name} {row[name]}, the sheets give {value}")
        keys[code] = tuple(-Fraction(one) for one in (score, *(means[name] for name in about["tie_break"].split())))
    order, share = sorted(keys.values()), Counter(keys.values())
    first = {value: place for place, value in reversed(list(enumerate(order, start=1)))}
    for place, row in enumerate(ranking):
        code, rank = row["proposal"], str(first[keys[row["proposal"]]])
        expect(row["rank"] == rank, f"ranking.csv: {code} has rank {row['rank']}, the scores give {rank}")
        expect(row["tied"] == str(share[keys[code]]), f"ranking.csv: {code} shares its rank with {row['tied']}")
        expect(keys[code] == order[place], f"ranking.csv: {code} does not stand in the order of scores")


def check_selection(tables: dict, about: dict[str, str]) -> None:
    """Every place: the list that ranks and floors give, what people changed in it, and the reason of each entry."""
    key, places, grade = about["round"], int(about["places"]), Fraction(about.get("passing_grade") or 0)
    ranking, rows = of_round(tables["ranking"], key), of_round(tables["selection"], key)
    codes, last = [row["proposal"] for row in ranking], int(about.get("nominees") or len(ranking))
    passed = {row["proposal"]: int(row["rank"]) for row in ranking if Fraction(row["score"]) >= grade}
    ranks = {code: rank for code, rank in passed.items() if rank <= last}
    expect([row["proposal"] for row in rows] == codes, f"selection.csv: round {key} is not of the ranked proposals")
    traits: dict[str, set[str]] = {code: set() for code in codes}
    for row in of_round(tables["traits"], key):
        traits[row["proposal"]].add(f"{row['dimension']}:{row['value']}")
    quotas = {f"{row['dimension']}:{row['value']}": row for row in of_round(tables["quotas"], key)}
    inside, chosen = ({row["proposal"] for row in rows if row[name] == "1"} for name in ("computed", "selected"))
    expect(len(inside) == min(places, len(ranks)), f"selection.csv: {len(inside)} computed in for {places} places")
    check_list(ranks, inside, {code: traits[code] for code in ranks}, quotas)
    for position, row in enumerate(rows):
        code, is_in, is_above = row["proposal"], row["selected"] == "1", position < places
        if row["reason"] in ("MANUAL_IN", "MANUAL_OUT") and code in ranks:
            expect(is_in == (row["reason"] == "MANUAL_IN"), f"selection.csv: {code} is not where people moved it")
            continue
        expect(is_in == (code in inside), f"selection.csv: {code} is not where ranks and floors put it")
        reason = ("MERIT" if is_above else "QUOTA") if is_in else ("OUT_WITHOUT_QUOTA" if is_above else "OUT")
        reason = reason if code in ranks else "NOT_NOMINATED" if code in passed else "BELOW_GRADE"
        expect(row["reason"] == reason, f"selection.csv: {code} has reason {row['reason']}, not {reason}")
        named = set(row["quotas"].split())
        expect(named <= set(quotas), f"selection.csv: {code} names a quota that is not there")
        expect(reason != "QUOTA" or bool(named and named <= traits[code]), f"selection.csv: {code} fills no such quota")
    expect(len(chosen) <= places, f"selection.csv: {len(chosen)} are in for {places} places")
    wrong = sorted({row["proposal"] for row in of_round(tables["outcome"], key)} ^ chosen)
    expect(not wrong, f"outcome.csv: {wrong[:1]} is either in or announced, not both")


def check_list(ranks: dict[str, int], inside: set[str], traits: dict[str, set[str]], quotas: dict[str, dict]) -> None:
    """That the list meets the floors with the fewest ranks lost. One dimension: the best of each value up to its floor, then
    the best of the rest. Several: no list that meets the floors has a smaller sum of ranks than `bound`."""
    floors = {trait: int(row["floor"]) for trait, row in quotas.items()}
    counts = {trait: sum(trait in traits[code] for code in inside) for trait in floors}
    able = Counter(trait for has in traits.values() for trait in has)
    for trait, floor in floors.items():
        expect(counts[trait] >= min(floor, able[trait]), f"selection.csv: {trait} has {counts[trait]} of {floor} places")
    if len({row["dimension"] for row in quotas.values()}) <= 1:
        best = {code for trait, floor in floors.items() for code in [one for one in ranks if trait in traits[one]][:floor]}
        rest = [code for code in ranks if code not in best][: len(inside) - len(best)]
        expect(inside == best | set(rest), f"selection.csv: {sorted(inside ^ best ^ set(rest))[:1]} is computed wrongly")
        return
    gift = {trait: max(0, Fraction(row["handicap"] or 0)) for trait, row in quotas.items()}
    adjusted = sorted(rank - sum(gift.get(trait, 0) for trait in traits[code]) for code, rank in ranks.items())[: len(inside)]
    bound = sum(gift[trait] * min(floor, counts[trait]) for trait, floor in floors.items()) + sum(adjusted)
    lost = sum(ranks[code] for code in inside)
    expect(lost - bound < 1, f"selection.csv: ranks total {lost}, and {float(bound):.1f} is not ruled out")


def root_of(leaves: list[str]) -> str:
    """Return the root of the tree over the leaves; a node without a neighbour goes up as it is."""
    level = [bytes.fromhex(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex() if level else sha256(b"")


def verify(folder: Path, fingerprint: str = "", receipt: tuple[str, str] | None = None) -> list[str]:
    """Return what holds. :raises Difference: at the first thing that does not."""
    tables, manifest = read(folder), json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for about in tables["rounds"]:
        check_ranking(tables, about)
        check_selection(tables, about)
    leaves = sorted({row["leaf"] for row in tables["leaves"]})
    expect(root_of(leaves) == manifest["merkle_root"], "leaves.csv: does not give the manifest's root")
    here = {path.name: sha256(path.read_bytes()) for path in folder.glob("*.*") if path.name != "manifest.json"}
    for name in sorted(here.keys() | manifest["files"].keys()):
        expect(here.get(name) == manifest["files"].get(name), f"{name}: not the file of the manifest")
    own = sha256((folder / "manifest.json").read_bytes())
    expect(fingerprint.lower() in ("", own), f"manifest.json: its fingerprint is {own}")
    if receipt is not None:
        expect(sha256(f"receipt {receipt[0]} {receipt[1]}".encode()) in leaves, f"leaves.csv: no receipt {receipt[0]}")
    told = f"{len(tables['sheets'])} marks recomputed into {len(tables['ranking'])} scores, places and reasons"
    return [told, f"{len(leaves)} receipts and score events under the root {manifest['merkle_root']}", f"fingerprint {own}"]


def main() -> int:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fingerprint", default="")
    parser.add_argument("--receipt", nargs=2, metavar=("NUMBER", "SHA256"))
    try:
        sys.stdout.write("\n".join(verify(**vars(parser.parse_args()))) + "\nEverything holds.\n")
    except UNREADABLE as difference:
        sys.stdout.write(f"DIFFERENCE: {difference}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
