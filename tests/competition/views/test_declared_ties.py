"""The page on which people in office declare a tie, and what it hides at once."""

from django.test import Client
from django.urls import reverse

from competition.models import DeclaredTie
from tests import builders
from tests.evidence import nothing_changes

PAGE = reverse("competition:ties")


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_member_of_the_secretariat_declares_a_tie_and_the_proposal_is_gone(cast):
    proposal = builders.submitted(cast)
    client = browser(cast.secretariat)
    assert proposal.title in client.get(reverse("submissions:secretariat")).text
    assert "Benturan kepentingan" in client.get(reverse("competition:account")).text
    said = {"institution": cast.institution.code, "kind": "FAMILY", "explanation": ""}
    with nothing_changes():
        assert "Saya memahami akibatnya" in client.post(PAGE, said).text
    assert client.post(PAGE, said | {"is_sure": "on"}).status_code == 302
    assert cast.institution.name in client.get(PAGE).text
    assert proposal.title not in client.get(reverse("submissions:secretariat")).text
    page = client.get(reverse("submissions:proposal", args=[proposal.code]))
    assert page.status_code == 404
    assert proposal.title in browser(cast.secretariat2).get(reverse("submissions:secretariat")).text
    assert "sudah Anda nyatakan" in client.post(PAGE, said | {"is_sure": "on"}).text


def test_whoever_holds_no_office_finds_no_page(cast):
    assert browser(cast.writer).get(PAGE).status_code == 404
    assert "Benturan kepentingan" not in browser(cast.writer).get(reverse("competition:account")).text
    assert browser(cast.judges[0]).get(PAGE).status_code == 200
    assert not DeclaredTie.objects.exists()


def test_an_organiser_sees_on_the_round_which_tasks_nobody_reads_and_can_replace_the_judge(cast):
    one = builders.accepted(cast, 1)[0]
    here = reverse("judging:round", args=[2017, "desk"])
    again = reverse("judging:reassign", args=[2017, "desk", one.code])
    organiser = browser(cast.secretariat)
    assert again not in organiser.get(here).text
    builders.join(one.judge, cast.institution)
    assert again in organiser.get(here).text
    assert again not in browser(cast.chair).get(here).text
    assert organiser.get(again).status_code == 200
