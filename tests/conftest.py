"""What every test gets. The order of the first lines matters: a database first, then settings, then everything else."""

from tests.services_plugin import pytest_xdist_setupnodes, start_services  # noqa: F401 - pytest finds the hook

start_services()

import django  # noqa: E402 - settings must find the database that was just made

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402 - the same
from django.template import engines  # noqa: E402 - the same
from django.urls import get_resolver  # noqa: E402 - the same

# Views, middleware and what every page gets are loaded now, as in the web's own process. What a test loads while it has
# replaced something, such as the reading of the clock, would keep the replacement for the rest of the run.
WSGIHandler()
len(get_resolver().url_patterns)
len(engines["django"].engine.template_context_processors)

from tests.fixtures import (  # noqa: E402, F401 - pytest finds them here by their names
    at,
    cast,
    nothing_is_remembered,
    tests_with_real_commits_may_clean_up,
    what_is_kept_for_seconds_is_kept_for_a_test,
)
from tests.logwatch import nothing_secret_is_logged  # noqa: E402, F401 - the same
