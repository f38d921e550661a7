"""The suite's own database."""

import os

import pytest
from django.core.cache import cache
from django.db import connection


@pytest.mark.django_db
def test_the_suite_runs_on_postgresql_15_or_newer():
    assert connection.vendor == "postgresql"
    assert connection.pg_version >= 150000
    assert connection.settings_dict["NAME"].startswith("test_")


def test_the_suite_has_a_data_folder_of_its_own():
    assert os.environ["DATA_DIR"] == os.environ["KIPP_TEST_FOLDER"]
    assert not os.environ["DATA_DIR"].endswith(".data")


def test_the_suite_has_a_cache():
    cache.set("launcher", "here", 5)
    assert cache.get("launcher") == "here"
