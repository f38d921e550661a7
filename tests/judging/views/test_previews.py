"""X-1: the public page before it is public, exactly, for those who stand behind it, and nowhere the public server serves."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from competition.models import AuditEntry, Edition
from judging.operations.announcements import open_announcements
from submissions.models import Outcome, Publication
from tests import builders
from tests.judging import announcing

pytestmark = pytest.mark.django_db

HERE = reverse("judging:preview", args=(2017, "desk"))
PUBLIC = "/hasil/2017/"


def shown(text: str) -> list[str]:
    """Return what the page says of each row, and its heading and words about the list."""
    main = text[text.index("<h1") : text.index("</main>")].replace(HERE, PUBLIC)
    return [" ".join(one.split()) for one in re.sub(r"<[^>]+>", "\n", main).split("\n") if one.strip()]


def test_it_is_the_public_page_with_a_mark_and_nothing_is_stored(client, cast):
    # The time to object counts from a day that this test moves.
    Edition.objects.update(objection_days=0)
    one = announcing.approved(cast)
    client.force_login(cast.secretariat)
    response = client.get(HERE)
    before = response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert (Publication.objects.count(), Outcome.objects.count()) == (0, 0)
    for words in ("Pratinjau rahasia", "belum diumumkan", cast.secretariat.name):
        assert words in before, words
    open_announcements(at=one.publish_at)
    for publication in Publication.objects.all():
        # Public since its own instant, which for this reader is a month ahead.
        Publication.objects.filter(pk=publication.pk).update(published_at=cast.edition.stages.first().opens_at)
    after = client.get(PUBLIC).text
    assert [line for line in shown(before) if "Diumumkan" not in line] == [
        line for line in shown(after) if "Diumumkan" not in line
    ]


def test_an_innovation_is_its_public_page_with_a_mark_and_nothing_is_stored(client, cast):
    one = announcing.approved(cast)
    entry = one.selection.entries.filter(is_in=True).first().entry
    # The register knows it by an older name that nobody may read yet, and by what it won before.
    innovation = entry.proposal.innovation
    innovation.awards.create(year=2015, name="Top 99", title_then="NAMA LAMA")
    type(innovation).objects.filter(pk=innovation.pk).update(title="NAMA LAMA", title_key="nama lama")
    client.force_login(cast.chair)
    found = re.search(rf'href="({HERE}inovasi/{innovation.code}/)"', client.get(HERE).text)
    response = client.get(found[1])
    before = response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Pratinjau rahasia" in before
    assert cast.chair.name in before
    innovation.refresh_from_db()
    assert (innovation.is_public, innovation.title, innovation.awards.count()) == (False, "NAMA LAMA", 1)
    open_announcements(at=one.publish_at)
    after = client.get(reverse("submissions:innovation", args=[innovation.code])).text
    # What leads on from a public page, its paper and its neighbours, is of public ones only.
    after = re.sub(r'<section class="onward.*?</section>', "", after, flags=re.DOTALL)
    assert shown(before) == shown(after)
    assert {entry.proposal.title, "Top 99 2015", "Top 99 2017", "Judul saat itu: NAMA LAMA"} <= set(shown(after))


def test_what_is_not_chosen_has_no_preview(client, cast):
    selection = builders.ratified(cast, 3)
    out = selection.entries.filter(is_in=False).first()
    client.force_login(cast.chair)
    codes = ("2222222222", *([out.entry.proposal.innovation.code] if out else []))
    for code in codes:
        assert client.get(f"{HERE}inovasi/{code}/").status_code == 404


def test_a_look_is_written_down_once_an_hour_for_each_who_looks(client, cast):
    builders.ratified(cast)
    looks = AuditEntry.objects.filter(event="list_previewed").order_by("pk").values_list("person_name", "subject_key")
    client.force_login(cast.writer)
    client.get(HERE)
    assert not looks.exists()
    for person in (cast.chair, cast.secretariat, cast.chair):
        client.force_login(person)
        client.get(HERE)
        client.get(HERE, {"cari": "a"})
    assert list(looks.all()) == [(cast.chair.name, "2017/desk"), (cast.secretariat.name, "2017/desk")]


def test_its_filters_are_those_of_the_public_page(client, cast):
    one = announcing.prepared(cast, 3)
    chosen = one.selection.entries.filter(is_in=True).values_list("entry__proposal__title", flat=True)
    client.force_login(cast.chair)
    found = {title: client.get(HERE, {"cari": title.upper()}).text for title in chosen}
    assert {title: text.count('<th scope="row">') for title, text in found.items()} == dict.fromkeys(chosen, 1)
    assert "Tidak ada inovasi yang cocok" in client.get(HERE, {"cari": "tidakada"}).text


def test_who_may_not_know_the_list_gets_nothing(client, cast):
    builders.ratified(cast)
    for person in (cast.writer, cast.judges[0], cast.administrator, cast.stranger):
        client.force_login(person)
        assert client.get(HERE).status_code == 404
    builders.join(cast.secretariat, builders.make_institution())
    client.force_login(cast.secretariat)
    assert client.get(HERE).status_code == 403


def test_a_proof_that_is_old_is_asked_for_once_more(client, cast, monkeypatch):
    builders.ratified(cast)
    client.force_login(cast.secretariat)
    monkeypatch.setattr("competition.views.proof.is_fresh", lambda request: False)
    assert client.get(HERE).url.startswith(reverse("competition:prove"))


def test_the_page_costs_the_same_for_one_and_for_many(client, cast, django_assert_max_num_queries):
    builders.ratified(cast, 3)
    client.force_login(cast.secretariat)
    client.get(HERE)
    with django_assert_max_num_queries(13):
        client.get(HERE)


def servers() -> list[str]:
    """Return the server blocks of deploy/nginx.conf."""
    text = re.sub(r"#.*", "", (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text(encoding="utf-8"))
    return re.split(r"^server ", text, flags=re.MULTILINE)[1:]


def test_no_server_that_everybody_reaches_serves_it():
    """A block either answers 404 there before it hands anything on, or is closed to all but the organisation's own network."""
    handing_on = [block for block in servers() if "proxy_pass" in block]
    closed = [block for block in handing_on if "deny all;" in block.split("location")[0]]
    opened = [block for block in handing_on if block not in closed]
    prefix = HERE.split("2017")[0]
    assert len(opened) == 1 == len(closed)
    assert f"location ^~ {prefix} {{ return 404; }}" in opened[0]
    assert prefix not in closed[0]
