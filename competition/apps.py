"""The app's registration with Django."""

from django.apps import AppConfig
from django.conf import settings

from competition.holidays import known_holidays


class CompetitionConfig(AppConfig):
    """Names the app. A file of holidays that cannot be read stops the start, and not the first page that needs it."""

    name = "competition"
    verbose_name = "Kompetisi"

    def ready(self) -> None:
        """Read the holidays.

        :raises UnreadableHolidays: the file is not as documented.
        :raises OSError: it cannot be opened.
        """
        known_holidays(settings.HOLIDAYS_FILE)
