"""The app's registration with Django."""

from django.apps import AppConfig


class CompetitionConfig(AppConfig):
    """Names the app; nothing else happens at start."""

    name = "competition"
    verbose_name = "Kompetisi"
