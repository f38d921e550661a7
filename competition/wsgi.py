"""The web application for gunicorn and other WSGI servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competition.settings")

application = get_wsgi_application()
# Load every view now: once before the workers fork, not in each at its first request, and a broken one stops the start.
len(get_resolver().url_patterns)
# What is loaded by now stays: a page must not wait while the collector walks through it again. Pages leave few cycles behind,
# so it looks less often than after every 700 objects, which is several times a page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
