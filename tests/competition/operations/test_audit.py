"""What an entry of the audit carries, how it is linked, and that nothing else writes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from competition.chain import genesis, instant_text, link_hash
from competition.models import AuditEntry, AuditHead, AuditLink
from competition.operations.events import record_event
from competition.origin import acting_from, mark_of
from tests import builders
from tests.auditing import link_now, positions, record, sql


@pytest.mark.django_db
def test_an_entry_says_who_in_which_roles_what_before_and_after_why_when_and_from_where(cast, at):
    with acting_from(lambda: "kunci-sesi-rahasia"):
        entry = record_event(
            event="proposal_screened",
            subject=cast.edition,
            subject_key="ABC",
            person=cast.secretariat,
            at=at,
            edition=cast.edition,
            reason="Lengkap.",
            data={"result": "ELIGIBLE"},
            before={"state": "SUBMITTED"},
            after={"state": "ELIGIBLE"},
        )
    entry = AuditEntry.objects.get(pk=entry.pk)
    assert entry.person_name == cast.secretariat.name
    assert f"SECRETARIAT@{cast.edition.year}" in entry.roles
    assert (entry.before, entry.after, entry.reason) == ({"state": "SUBMITTED"}, {"state": "ELIGIBLE"}, "Lengkap.")
    assert entry.session == mark_of("kunci-sesi-rahasia") != ""
    assert "kunci-sesi-rahasia" not in entry.content
    assert entry.content == entry.content_now()
    assert f'"at":"{instant_text(at)}"' in entry.content


@pytest.mark.django_db
def test_a_members_roles_name_the_institution(cast, at):
    entry = record_event(event="draft_started", subject=cast.edition, subject_key="X", person=cast.writer, at=at)
    assert entry.roles == [f"WRITER@{cast.institution.code}"]


@pytest.mark.django_db
def test_offices_name_the_edition(cast, at):
    about = {"event": "edition_loaded", "subject": cast.edition, "subject_key": "X", "person": cast.chair, "at": at}
    assert record_event(**about).roles == record_event(**about, edition=cast.edition).roles == [f"CHAIR@{cast.edition.year}"]


@pytest.mark.django_db
def test_a_task_has_no_person_no_role_and_no_session(cast, at):
    entry = record_event(event="edition_loaded", subject=cast.edition, subject_key="2017", person=None, at=at)
    assert (entry.person, entry.person_name, entry.roles, entry.session) == (None, "", [], "")


@pytest.mark.django_db
def test_a_request_leaves_the_mark_of_its_session(client, cast):
    client.force_login(cast.writer)
    client.post("/proposal/baru/", {"title": "Antrean tanpa tunggu", "unit": cast.unit.pk})
    entry = AuditEntry.objects.filter(event="draft_started").latest("pk")
    assert entry.session == mark_of(client.session.session_key) != ""


@pytest.mark.django_db
def test_entries_are_linked_in_the_order_they_were_written_each_chain_by_itself(cast):
    first = record(2, edition=cast.edition)
    general = record(1)
    second = record(1, edition=cast.edition)
    link_now()
    chain = f"edition-{cast.edition.pk}"
    links = list(AuditLink.objects.filter(entry__in=[*first, *second]).order_by("position"))
    assert [one.entry_id for one in links] == [one.pk for one in [*first, *second]]
    assert positions(chain) == list(range(1, len(positions(chain)) + 1))
    assert links[1].previous == links[0].hash
    assert links[1].hash == link_hash(links[0].hash, first[1].content)
    alone = AuditLink.objects.get(entry=general[0])
    assert (alone.chain, alone.previous) == ("general", genesis("general"))
    head = AuditHead.objects.get(chain=chain)
    assert (head.position, head.hash) == (links[-1].position, links[-1].hash)


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_gap(cast):
    record(1, edition=cast.edition)
    with transaction.atomic():
        record(3, edition=cast.edition)
        transaction.set_rollback(True)
    record(1, edition=cast.edition)
    link_now()
    chain = positions(f"edition-{cast.edition.pk}")
    assert chain == list(range(1, len(chain) + 1))


@pytest.mark.django_db(transaction=True)
def test_commit_links_and_leaves_no_turn_behind():
    entries = record(3)
    assert positions("general") == [1, 2, 3]
    assert list(AuditLink.objects.order_by("position").values_list("entry", flat=True)) == [one.pk for one in entries]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM competition_auditturn")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_many_entries_cost_as_many_queries_as_few(cast):
    counts = []
    for number in (2, 400):
        with CaptureQueriesContext(connection) as caught:
            record(number, edition=cast.edition)
        counts.append(len(caught))
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE competition_auditentry SET reason = 'lain'",
        "DELETE FROM competition_auditentry",
        "TRUNCATE competition_auditentry CASCADE",
        "UPDATE competition_auditlink SET position = position + 10",
        "DELETE FROM competition_auditlink",
        "TRUNCATE competition_auditlink",
        "DELETE FROM competition_audithead",
    ],
)
def test_the_database_refuses_to_change_what_was_written(cast, statement):
    record(2)
    link_now()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        sql(statement)


@pytest.mark.django_db
def test_a_name_survives_its_person(cast):
    person = builders.make_person("Pegawai yang pindah")
    (entry,) = record(person=person)
    link_now()
    with transaction.atomic():
        person.delete()
    entry = AuditEntry.objects.get(pk=entry.pk)
    assert (entry.person_name, entry.person_id) == ("Pegawai yang pindah", entry.person_id)
    assert entry.person_id is not None
    assert entry.content == entry.content_now()


def scans_of_links() -> int:
    """Return how often this transaction has read the whole table of links."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'competition_auditlink'")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_an_entry_asks_for_its_link_by_the_key_even_while_links_are_few():
    record(1)
    link_now()
    sql("ANALYZE competition_auditlink")
    scans = scans_of_links()
    record(50)
    link_now()
    assert scans_of_links() == scans
