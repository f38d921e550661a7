"""Public pages as files: the same bytes, switched in one act, none outside the folder, and none that is about to be wrong."""

import gzip
import re
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from competition.clock import read_clock
from competition.freshness import renew_public_pages
from submissions.models import Innovation, Outcome
from submissions.operations import site
from tests import builders
from tests.judging import announcing
from tests.submissions import crowds

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.SITE_DIR = tmp_path / "site"
    return settings.SITE_DIR


def files(folder: Path) -> dict[str, bytes]:
    """Return what the current build holds, by address."""
    current = folder / "current"
    return {f"/{one.parent.relative_to(current)}/": one.read_bytes() for one in current.rglob("index.html")}


def build() -> int:
    return site.build_site(at=read_clock())


def test_every_page_is_a_file_with_the_bytes_of_the_application(folder, client, cast):
    publication = crowds.published_list(cast, 3)
    codes = Innovation.objects.filter(is_public=True).values_list("code", flat=True)
    number = build()
    found = files(folder)
    expected = {"/hasil/", "/inovasi/", "/hasil/2017/", *(f"/inovasi/{code}/" for code in codes)}
    assert (set(found), number) == (expected, len(expected))
    assert publication.outcomes.first().title in found["/hasil/2017/"].decode()
    for path, content in found.items():
        assert content == client.get(path).content, path
        assert gzip.decompress((folder / "current" / path.strip("/") / "index.html.gz").read_bytes()) == content


def test_a_build_that_fails_changes_nothing(folder, cast, monkeypatch):
    crowds.published_list(cast, 2)
    build()
    before, current = files(folder), (folder / "current").readlink()
    answer = site.Pages.answer
    monkeypatch.setattr(site.Pages, "answer", lambda self, path: answer(self, path if path == "/hasil/" else "/hasil/1999/"))
    with pytest.raises(site.OddPage):
        build()
    assert (files(folder), (folder / "current").readlink()) == (before, current)
    assert len(list(folder.glob("build-*"))) == 1


def test_the_one_before_stays_for_those_who_read_it_and_older_ones_go(folder, cast):
    names = []
    for _ in range(3):
        build()
        names.append((folder / "current").readlink().name)
    assert len(set(names)) == 3
    assert {one.name for one in folder.glob("build-*")} == set(names[1:])


@pytest.mark.parametrize(
    "path",
    [
        "/../x/",
        "/inovasi/../../x/",
        "/inovasi/%2e%2e/",
        "//etc/",
        "/inovasi/a b/",
        "/inovasi/\x00/",
        "/a\\b/",
        "/inovasi/x",
        "/",
        "",
    ],
    ids=["up", "inside", "escaped", "root", "space", "nul", "backslash", "open", "bare", "empty"],
)
def test_no_address_leads_out_of_the_folder(folder, path):
    """REG-15."""
    building = folder / "build-x"
    with pytest.raises((site.OddPage, ValueError)):
        site._write(building, path, b"x")
    assert not folder.exists()


def test_a_link_that_leads_out_is_not_followed(folder, tmp_path):
    building = folder / "build-x"
    building.mkdir(parents=True)
    (building / "inovasi").symlink_to(tmp_path)
    with pytest.raises(site.OddPage):
        site._write(building, "/inovasi/ABC/", b"x")
    assert not (tmp_path / "ABC").exists()


def test_the_worker_builds_when_something_changed_or_an_hour_is_over(folder, cast):
    at = read_clock()
    assert site.keep_site(at=at) > 0
    assert site.keep_site(at=at) == 0
    renew_public_pages()
    assert site.keep_site(at=at) > 0
    assert site.keep_site(at=at + timedelta(minutes=59)) == 0
    assert site.keep_site(at=at + timedelta(minutes=61)) > 0


@pytest.mark.parametrize("fault", ["a page does not answer", "something public changes in every build"])
def test_old_files_go_where_the_new_ones_do_not_come_about(folder, cast, monkeypatch, fault):
    answer, broken = site.Pages.answer, fault.startswith("a page")
    at = read_clock()
    assert site.keep_site(at=at) > 0
    renew_public_pages()

    def troubled(pages: site.Pages, path: str) -> bytes:
        renew_public_pages()
        return answer(pages, "/hasil/1999/" if broken else path)

    monkeypatch.setattr(site.Pages, "answer", troubled)
    with pytest.raises(site.OddPage) if broken else nullcontext():
        assert site.keep_site(at=at) == 0
    assert files(folder) == {}
    monkeypatch.undo()
    assert site.keep_site(at=at) > 0


def test_a_list_that_takes_no_more_objections_says_so(folder, cast):
    cast.edition.objection_days = 5
    cast.edition.save(update_fields=["objection_days"])
    ends = crowds.published_list(cast, 1).objections_close_at
    assert site.keep_site(at=ends - timedelta(minutes=1)) > 0
    assert site.keep_site(at=ends - timedelta(seconds=1)) == 0
    assert site.keep_site(at=ends) > 0


def test_a_page_that_waits_for_an_announcement_is_no_file(folder, cast):
    """It says of itself that it is to be kept for a second."""
    assert build() > 0
    assert "/hasil/" not in files(folder)
    crowds.published_list(cast, 1)
    build()
    assert "/hasil/" in files(folder)


def test_what_was_made_public_in_the_moment_of_the_switch_is_not_hidden(folder, cast, monkeypatch):
    crowds.published_list(cast, 1)
    build()
    switch = site._switch

    def meanwhile(*folders: Path) -> None:
        renew_public_pages()
        site.retire_site()
        switch(*folders)

    monkeypatch.setattr(site, "_switch", meanwhile)
    build()
    assert files(folder) == {}


def test_one_builder_at_a_time(folder, cast):
    with site._alone(folder) as is_mine:
        assert is_mine
        assert (build(), site.keep_site(at=read_clock())) == (0, 0)


def test_nothing_of_a_ratified_list_is_in_any_file(folder, cast):
    """SEC-04, INV-06."""
    selection = builders.ratified(cast, 3)
    build()
    whole = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file() and one.suffix == ".html").decode()
    titles = selection.entries.values_list("entry__proposal__title", flat=True)
    assert not [title for title in titles if title in whole]
    assert not Outcome.objects.exists()


def test_files_are_away_from_the_second_yes_until_the_list_is_open(folder, cast, client):
    """A file does not know what time it is, so the application answers around the instant."""
    build()
    one = announcing.prepared(cast)
    client.force_login(cast.secretariat)
    assert (folder / "current").exists()
    assert client.post("/babak/2017/desk/pengumuman/setujui/", {"seen": one.pk}).status_code == 302
    assert not (folder / "current").exists()
    assert (build(), site.keep_site(at=read_clock())) == (0, 0)
    assert not (folder / "current").exists()
    (folder / "current").symlink_to("build-gone")
    site.keep_site(at=read_clock())
    assert not (folder / "current").is_symlink()


def test_publishing_by_hand_takes_the_files_away(folder, cast, client):
    builders.ratified(cast)
    builders.open_the_stage(cast.edition, "announcement")
    build()
    client.force_login(cast.secretariat2)
    assert client.post("/babak/2017/desk/pengumuman/").status_code == 302
    assert not (folder / "current").exists()
    build()
    assert Outcome.objects.first().title in files(folder)["/hasil/2017/"].decode()


def test_no_page_that_is_kept_becomes_a_file(folder, cast, client):
    """Not even while the shared cache is away, and nobody can tell that what is kept is old."""
    before = client.get("/inovasi/").text
    crowds.award_winners(cast, 1)
    assert client.get("/inovasi/").text == before
    title = Innovation.objects.filter(is_public=True).values_list("title", flat=True)[0]
    build()
    assert title in files(folder)["/inovasi/"].decode()


def test_without_a_folder_nothing_is_built(settings, db):
    settings.SITE_DIR = None
    assert site.keep_site(at=read_clock()) == 0
    site.retire_site()
    with pytest.raises(CommandError, match="SITE_DIR"):
        call_command("build_site")


def test_nginx_says_with_a_file_what_the_application_says_with_a_page(client, cast):
    text = (Path(project.BASE_DIR) / "deploy" / "headers.conf").read_text(encoding="utf-8")
    said = dict(re.findall(r'^add_header (\S+) "(.*)";$', text, re.MULTILINE))
    assert said.pop("Strict-Transport-Security") == "max-age=31536000; includeSubDomains; preload"
    headers = client.get("/hasil/").headers
    directives = {one.strip() for one in said.pop("Content-Security-Policy").split(";")}
    assert directives == {one.strip() for one in headers["Content-Security-Policy"].split(";") if one.strip()}
    assert said == {name: headers[name] for name in said}
    assert "deploy/headers.conf" in (Path(project.BASE_DIR) / "deploy" / "nginx.conf").read_text(encoding="utf-8")
