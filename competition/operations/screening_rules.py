"""Change how the secretariat screens: which reasons there are, what two people read, how long a correction may take."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from competition.models import Edition, Person, ScreeningReason, ScreeningRules
from competition.operations.events import record_event
from competition.policy import may_keep_screening_rules
from competition.presets.screening import CHECKS
from competition.queries.screening_rules import Reason, Rules, has_opened, reason_in, rules_of
from competition.verdict import Refused, require

MOST_PERCENT, MOST_DAYS, LONGEST_CODE = 100, 30, 40


class RulesMoved(Refused):
    """Somebody else changed them since the page was shown."""

    reason = _("Aturan ini sudah diubah orang lain sejak halaman ini dibuka. Periksa aturan yang sekarang.")


class SameRules(Refused):
    """Nothing would change."""

    reason = _("Aturan ini sama dengan yang berlaku sekarang")


class NoReason(Refused):
    """Whoever entered under the rule so far reads why it was changed."""

    reason = _("Isi alasan perubahan")


class RulesRefused(Refused):
    """A number is off its scale, a line of the check is unknown, or a reason has no words."""

    reason = _("Periksa angka, butir, dan teks alasan")


@transaction.atomic
def change_screening_rules(
    *, edition: Edition, person: Person, rules: Rules, opened_on: int, reason: str, at: datetime
) -> ScreeningRules:
    """Let these rules hold from now on, as the edition's next version. What was decided stays decided, and a reading that waits
    for a second one goes on waiting.

    `rules` names every reason there is, in the edition's order; of one that is there text and `is_offered` may differ, one
    without a code is new. None is removed: decisions name it. `opened_on`: the edition's version the rules were made from.

    :raises NotAllowed: no office in the edition, or screening is over.
    :raises RulesMoved: another version came in between.
    :raises RulesRefused, SameRules: they cannot hold, or hold already.
    :raises NoReason: no reason, though the edition has opened.
    """
    require(may_keep_screening_rules(person, edition, at))
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if edition.rules_version != opened_on:
        raise RulesMoved
    before, reason = rules_of(edition), reason.strip()
    after: Rules = {**rules, "reasons": _coded(before["reasons"], rules["reasons"])}
    _require_sound(before, after)
    if after == before:
        raise SameRules
    if not reason and has_opened(edition, at):
        raise NoReason
    _write(edition, after)
    number, said = edition.rules_version, {"before": before, "after": after, "reason": reason}
    version = ScreeningRules.objects.create(edition=edition, number=number, **said, changed_by=person, changed_at=at)
    about = {"subject": edition, "subject_key": str(edition.year), "edition": edition}
    record_event(event="screening_rules_changed", person=person, at=at, data={"version": number}, **said, **about)
    return version


def _coded(before: list[Reason], given: list[Reason]) -> list[Reason]:
    """Return the reasons in order, those that are new with a code made of their text that no other has."""
    taken = {one["code"] for one in before}
    coded: list[Reason] = []
    for one in given:
        code = one["code"] or _free_code(one["text"], taken)
        taken.add(code)
        texts = {"text": one["text"].strip(), "text_en": one["text_en"].strip()}
        coded.append({"code": code, "check": one["check"], **texts, "is_offered": one["is_offered"]})
    return coded


def _free_code(text: str, taken: set[str]) -> str:
    stem, number = slugify(text)[: LONGEST_CODE - 3].strip("-") or "alasan", 1
    while (code := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return code


def _require_sound(before: Rules, after: Rules) -> None:
    is_sound = 0 <= after["second_percent"] <= MOST_PERCENT and 0 <= after["correction_days"] <= MOST_DAYS
    is_sound = is_sound and set(after["second_checks"]) <= set(CHECKS)
    reasons, known = after["reasons"], [(one["code"], one["check"]) for one in before["reasons"]]
    is_sound = is_sound and all(one["check"] in CHECKS and one["text"] for one in reasons)
    if not is_sound or [(one["code"], one["check"]) for one in reasons][: len(known)] != known:
        raise RulesRefused


def _write(edition: Edition, rules: Rules) -> None:
    """Write what holds: the edition's own columns, and its reasons."""
    edition.rules_version += 1
    values: Mapping[str, object] = {name: value for name, value in rules.items() if name != "reasons"}
    for name, value in values.items():
        setattr(edition, name, value)
    edition.save(update_fields=["rules_version", *values])
    there = {one.code: one for one in ScreeningReason.objects.filter(edition=edition)}
    for order, one in enumerate(rules["reasons"], start=1):
        row = there.get(one["code"])
        given = {name: one[name] for name in ("text", "text_en", "is_offered")}
        if row is None:
            ScreeningReason.objects.create(edition=edition, code=one["code"], check_code=one["check"], order=order, **given)
        elif reason_in(row) != one:
            ScreeningReason.objects.filter(pk=row.pk).update(**given)
