"""SEC-09, the ways beside the pages: neither Django's admin nor the programs' addresses give a proposal to a judge."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import URLResolver, get_resolver, reverse

from competition.models import Person
from tests import builders
from tests.evidence import nothing_changes


def addresses_below(prefix: str) -> list[str]:
    """Return an address for each pattern of the site that begins so."""
    found = []

    def walk(patterns, before=""):
        for one in patterns:
            here = before + str(one.pattern).removeprefix("^")
            if isinstance(one, URLResolver):
                walk(one.url_patterns, here)
            elif here.startswith(prefix):
                found.append("/" + filled(here))

    walk(get_resolver().url_patterns)
    return found


def filled(pattern: str) -> str:
    """Return a pattern with something in each gap."""
    for kind, value in (("int", "2017"), ("slug", "desk"), ("str", "desk"), ("path", "desk"), ("uuid", "0" * 32)):
        while f"<{kind}:" in pattern:
            start = pattern.index(f"<{kind}:")
            pattern = pattern[:start] + value + pattern[pattern.index(">", start) + 1 :]
    return pattern.rstrip("$")


def test_the_admin_knows_nothing_of_judging(cast, client):
    judging = set(apps.get_app_config("judging").get_models())
    assert not judging & set(admin.site._registry)
    Person.objects.filter(pk=cast.secretariat.pk).update(is_staff=True, is_superuser=True)
    client.force_login(Person.objects.get(pk=cast.secretariat.pk))
    with nothing_changes():
        for model in judging:
            for way in ("", "add/"):
                path = f"{reverse('admin:index')}judging/{model._meta.model_name}/{way}"
                assert client.post(path, {"judge": cast.judges[0].pk}).status_code == 404


@pytest.mark.parametrize("who", ["secretariat", "chair", "judge"])
def test_programs_read_and_write_nothing(cast, client, who):
    builders.assigned(cast, 1)
    client.force_login(cast.judges[0] if who == "judge" else getattr(cast, who))
    paths = addresses_below("api/v1/")
    assert paths
    with nothing_changes():
        for path in paths:
            for method in ("post", "put", "patch", "delete"):
                assert getattr(client, method)(path).status_code in (401, 403, 404, 405), (method, path)
