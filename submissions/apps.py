"""The app's registration with Django."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Names the app; nothing else happens at start."""

    name = "submissions"
    verbose_name = "Proposal"
