"""The web application for gunicorn and other WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "competition.settings")

application = get_wsgi_application()
# Load every view now: once before the workers fork, not in each at its first request, and a broken one stops the start.
len(get_resolver().url_patterns)
