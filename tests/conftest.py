"""What every test gets. The order of the first lines matters: a database first, then settings, then everything else."""

from tests.services_plugin import start_services

start_services()

import django  # noqa: E402 - settings must find the database that was just made

django.setup()

from tests.fixtures import (  # noqa: E402, F401 - pytest finds them here by their names
    at,
    cast,
    nothing_is_remembered,
    tests_with_real_commits_may_clean_up,
)
from tests.logwatch import nothing_secret_is_logged  # noqa: E402, F401 - the same
