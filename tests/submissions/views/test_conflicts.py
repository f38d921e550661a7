"""SEC-09 for staff: what is of an institution somebody is tied to is on none of their pages, in no count and in no letter.

Whoever is tied here left the institution, so they are none of its people any more: to them a hidden proposal is like none.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import AuditEntry, Notice
from competition.queries.ties import tied_to
from competition.verdict import NotAllowed
from submissions.models import Export, Proposal
from submissions.operations.exports import ask_export
from submissions.operations.nudges import MovedMeanwhile, nudge_holders
from submissions.queries.copies import copies_of, hashes_of
from submissions.queries.exports import lines_of
from submissions.queries.pipeline import EVERY, PipelineFilter
from submissions.queries.readings import counts_of
from submissions.queries.screening import next_to_screen
from tests import builders
from tests.auditing import link_now
from tests.evidence import refused
from tests.submissions import acts, files
from tests.submissions.operations.test_copies import compared, words
from tests.submissions.views.pages import path, sign_in, text_of

pytestmark = pytest.mark.django_db
MINE, OTHERS = "Rumah Singgah Ibu", "Air Bersih Kota"
APART = "tidak tampil dan tidak terhitung"


@pytest.fixture
def two(cast):
    """Return a sent proposal of the institution the first secretary was of, and one of another; screening is open."""
    away = {"unit": cast.other_unit, "writer": cast.stranger, "leader": cast.other_leader}
    mine = builders.submitted(cast, title=MINE)
    others = builders.submitted(cast, title=OTHERS, administrator=cast.other_administrator, **away)
    builders.open_the_stage(cast.edition, "screening")
    leave(cast.secretariat, cast)
    return mine, others


def leave(person, cast):
    """Let the person have been of the institution until yesterday."""
    return builders.join(person, cast.institution, until=read_clock() - timedelta(days=1))


def both(cast):
    """Return the two secretaries, the tied one first, each with a browser."""
    return [(one, sign_in(one)) for one in (cast.secretariat, cast.secretariat2)]


LISTS = ("submissions:secretariat", "submissions:board", "submissions:export_list")


@pytest.mark.parametrize("name", LISTS)
def test_lists_and_counts_are_without_it(cast, two, name):
    here, there = (text_of(client.get(reverse(name), {"status": EVERY})) for _who, client in both(cast))
    assert (MINE in here, APART in here) == (False, True)
    assert (MINE in there or name == "submissions:export_list", APART in there) == (True, False)
    shown = [sign_in(who).get(reverse(name), {"status": EVERY}).context for who, _client in both(cast)]
    figures = [
        one["number"] if "number" in one else sum(tab["count"] for tab in one.get("tabs") or one["columns"]) for one in shown
    ]
    assert figures[0] < figures[1]


@pytest.mark.parametrize("asked", [{"cari": "Rumah"}, {"cari": "SINGGAH", "status": EVERY}, {"urut": "judul"}])
def test_no_search_and_no_order_finds_it(cast, two, asked):
    number = two[0].submissions.get().number
    for query in (asked, {"cari": number}):
        page = sign_in(cast.secretariat).get(reverse("submissions:secretariat"), query)
        assert MINE not in page.text
        assert cast.unit.name not in page.text


def test_its_pages_and_files_are_like_none(cast, two, client):
    mine, others = two
    document = files.ready(mine, cast.writer, letter="dahulu")
    addresses = [path(page, mine) for page in ("screen", "confirm_screening", "settle", "copies", "proposal", "receipt")]
    addresses += [path("download", mine, document.code), path("move_to", mine, "ELIGIBLE"), path("copy", others, mine.code)]
    client.force_login(cast.secretariat)
    assert [one for one in addresses if client.get(one).status_code != 404] == []
    assert client.post(path("screen", mine)).status_code == 404
    assert client.get(path("screen", others)).status_code == 200


def test_nobody_of_the_secretariat_who_is_tied_decides_about_it(cast, two, at):
    with refused(NotAllowed) as caught:
        acts.screen(cast, two[0], read_clock(), person=cast.secretariat)
    assert "berkonflik dengan proposal ini" in caught.value.reason
    without = tied_to(cast.secretariat, cast.edition, at)
    assert next_to_screen(cast.edition, cast.secretariat, without) == two[1].code
    assert acts.screen(cast, two[0], read_clock(), person=cast.secretariat2)


def test_what_two_read_is_counted_and_listed_without_it(cast):
    acts.read_differently(cast, builders.submitted(cast, title=MINE))
    leave(cast.secretariat, cast)
    tied, free = (client.get(reverse("submissions:disagreements")) for _who, client in both(cast))
    assert MINE not in tied.text
    assert MINE in free.text
    assert counts_of(cast.edition, tied_to(cast.secretariat, cast.edition, read_clock())).differing == 0
    assert counts_of(cast.edition).differing == 1


def test_a_file_that_was_asked_for_is_without_it_and_one_from_before_the_tie_is_gone(cast, two, at):
    for who, lines in ((cast.secretariat, 1), (cast.secretariat2, 2)):
        made = ask_export(edition=cast.edition, person=who, asked=PipelineFilter(), form="csv", at=at)
        assert made.total == lines
        found = list(lines_of(Export.objects.get(pk=made.pk), at, lambda _done: None))
        assert len(found) == 1 + lines
        assert sign_in(who).get(reverse("submissions:export", args=[made.code])).status_code == 200
    builders.join(cast.secretariat2, cast.institution)
    cast.secretariat2.memberships.update(starts_at=at + timedelta(microseconds=1))
    assert sign_in(cast.secretariat2).get(reverse("submissions:export", args=[made.code])).status_code == 404


def test_texts_that_are_like_another_are_without_it(cast):
    said = words(1)
    mine, others = compared(cast, said, title=MINE), compared(cast, said, title=OTHERS)
    Proposal.objects.filter(pk=others.pk).update(institution=cast.other_institution, unit=cast.other_unit)
    leave(cast.secretariat, cast)
    assert [one.proposal for one in copies_of(others, hashes_of(others))] == [mine]
    here, there = (client.get(path("copies", others)).text for _who, client in both(cast))
    assert (MINE in here, MINE in there) == (False, True)
    assert [client.get(path("copy", others, mine.code)).status_code for _who, client in both(cast)] == [404, 200]


def test_what_is_not_sent_is_neither_shown_nor_nudged(cast):
    draft = builders.draft(cast)
    leave(cast.secretariat, cast)
    tied, free = (client.get(reverse("submissions:rescue")) for _who, client in both(cast))
    assert cast.institution.name not in tied.text
    assert cast.institution.name in free.text
    known = {"edition": cast.edition, "shown": {draft.code: draft.state}}
    with refused(MovedMeanwhile):
        nudge_holders(person=cast.secretariat, at=read_clock(), **known)
    assert nudge_holders(person=cast.secretariat2, at=read_clock(), **known)


def test_letters_of_its_people_are_not_in_the_queue(cast, two):
    mine = Notice.objects.filter(event="proposal_submitted", recipient=cast.writer)[0]
    others = Notice.objects.filter(event="proposal_submitted", recipient=cast.stranger)[0]
    for (who, client), status in zip(both(cast), (404, 200), strict=True):
        page = client.get(reverse("competition:outbox"), {"status": mine.state})
        assert (mine.address in page.text) == (status == 200), who
        assert others.address in page.text
        assert client.get(reverse("competition:letter", args=[mine.pk])).status_code == status
        edited = client.get(reverse("competition:edit_letter", args=[mine.pk])).status_code
        assert (edited == 404) == (status == 404)


def test_no_preview_of_a_letter_is_made_of_it(cast):
    away = {"unit": cast.other_unit, "writer": cast.stranger, "leader": cast.other_leader}
    builders.submitted(cast, title=OTHERS, administrator=cast.other_administrator, **away)
    builders.submitted(cast, title=MINE)
    leave(cast.secretariat, cast)
    for (_who, client), title in zip(both(cast), (OTHERS, MINE), strict=True):
        page = client.get(reverse("competition:letter_template", args=["proposal_submitted", "id"]))
        assert {one for one in (MINE, OTHERS) if one in page.text} == {title}


def test_no_letter_about_it_goes_to_staff_with_a_tie(cast, at):
    proposal = builders.forwarded(cast)
    letter = acts.sign(cast, proposal, at, content=b"%PDF-1.7\nnonsense")
    acts.send(cast, proposal, at)
    leave(cast.secretariat, cast)
    files.check(letter.document)
    told = set(Notice.objects.filter(event="letter_refused").values_list("recipient", flat=True))
    assert (cast.secretariat.pk in told, cast.secretariat2.pk in told) == (False, True)


def test_the_audit_of_an_auditor_with_a_tie_is_without_it(cast, two):
    auditor, other = builders.make_auditor(cast.edition), builders.make_auditor(cast.edition)
    leave(auditor, cast)
    link_now()
    entry = AuditEntry.objects.filter(event="proposal_submitted", subject_key=two[0].code).get()
    for who, status in ((auditor, 404), (other, 200)):
        page = sign_in(who).get(reverse("competition:audit"), {"tentang": two[0].code})
        assert bool(page.context["rows"]) == (status == 200)
        assert sign_in(who).get(reverse("competition:audit_entry", args=[entry.pk])).status_code == status


def test_how_much_an_institution_does_is_not_told_to_who_is_tied_to_it(cast, two):
    for who, client in both(cast):
        page = client.get(reverse("competition:registry_entry", args=[cast.institution.code]))
        assert ("Proposal semua edisi" in page.text) == (who == cast.secretariat2)


def test_who_belongs_to_it_is_told_why_and_who_acts_instead(cast, two):
    builders.join(cast.secretariat2, cast.institution)
    page = sign_in(cast.secretariat2).get(path("screen", two[0]))
    assert page.status_code == 403
    assert "Anda berkonflik dengan proposal ini, jadi diurus orang lain di sekretariat." in page.text
    assert sign_in(cast.secretariat2).get(path("proposal", two[0])).status_code == 200
