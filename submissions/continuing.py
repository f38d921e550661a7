"""What an institution may say each year of an innovation of its own, and when it is asked. Knows no database."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Continuing(models.TextChoices):
    """How an innovation goes on. No answer is none of these."""

    CONTINUES = "CONTINUES", _("Berlanjut")
    DEVELOPED = "DEVELOPED", _("Dikembangkan")
    STOPPED = "STOPPED", _("Berhenti")


# What a reader sees beside the word.
KINDS = {Continuing.CONTINUES: "ok", Continuing.DEVELOPED: "ok", Continuing.STOPPED: "warn"}
EARLIEST = 2000
# From this month on institutions are asked about the year; who has not answered after so many days is reminded once.
ASKED_FROM = 9
REMINDED_AFTER = timedelta(days=21)


def is_time_to_ask(day: date) -> bool:
    """Say whether institutions are asked about the year now."""
    return day.month >= ASKED_FROM
