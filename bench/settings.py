"""The installation's own settings, and one view more: the bare one that everything is compared with."""

from competition.settings import *  # noqa: F403 - a bench of other settings would measure something else

ROOT_URLCONF = "bench.urls"
