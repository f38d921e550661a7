"""What every test gets. The order of the first lines matters: a database first, then settings, then everything else."""

from tests.services_plugin import start_services

start_services()

import django  # noqa: E402 - settings must find the database that was just made

django.setup()
