"""The processes of one run of the suite share the engines and nothing in them."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_a_process_of_the_suite_works_in_its_own_corner():
    """Settings were read after the corner was taken: with a cache for two, a page shows the edition of the other one's test."""
    assert os.environ["REDIS_URL"] == settings.REDIS_URL
    assert os.environ["DATA_DIR"] == str(settings.DATA_DIR)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    place = cache._cache._get_connection_pool(write=True).connection_kwargs
    assert place["db"] == (int(worker.removeprefix("gw")) + 1 if worker else 0)
    assert settings.DATA_DIR.name == worker or not worker
    assert connection.settings_dict["NAME"].endswith(worker)
