"""The app's registration with Django."""

from django.apps import AppConfig


class JudgingConfig(AppConfig):
    """Names the app; nothing else happens at start."""

    name = "judging"
    verbose_name = "Penilaian"
