"""Institutions are renamed, split, merged, moved and closed; what was true before stays readable."""

from datetime import date, timedelta

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from competition.clock import read_clock
from competition.models import AuditEntry, Institution, InstitutionChange, InstitutionLink, InstitutionName, Membership, Unit
from competition.operations import institutions as acts
from competition.operations.institutions import Order
from competition.operations.reference import load_reference
from competition.queries.changes import history_of, name_of, names_of, predecessors_of, successors_of
from competition.queries.institutions import InstitutionFinder, InstitutionNotFound, institution_meant, institutions_like
from competition.verdict import NotAllowed
from submissions.operations.drafts import start_draft
from tests import builders
from tests.racing import race

pytestmark = pytest.mark.django_db


def order(on: date = date(2016, 5, 1), letter: str = "B/12/2016", reason: str = "Peraturan daerah.") -> Order:
    return Order(on, letter, reason)


def rename(cast, institution, name, on=date(2016, 5, 1)):
    return acts.rename_institution(
        institution=institution, person=cast.secretariat, name=name, order=order(on), at=read_clock()
    )


def close(cast, institution, on=date(2016, 5, 1)):
    return acts.close_institution(institution=institution, person=cast.secretariat, order=order(on), at=read_clock())


def merge(cast, institutions, into):
    return acts.merge_institutions(
        institutions=institutions, into=into, person=cast.secretariat, order=order(), at=read_clock()
    )


def split(cast, institution, names, ends=True):
    return acts.split_institution(
        institution=institution, person=cast.secretariat, names=names, ends=ends, order=order(), at=read_clock()
    )


def test_rename_keeps_every_name_with_its_days(cast):
    one = builders.make_institution(name="Kabupaten Lama")
    rename(cast, one, "Kabupaten  Tengah", date(2010, 1, 1))
    one = rename(cast, one, "Kabupaten Baru", date(2016, 1, 1))
    assert one.name == "Kabupaten Baru"
    assert [name_of(one, day) for day in (date(1999, 1, 1), date(2009, 12, 31), date(2010, 1, 1), date(2016, 1, 1))] == [
        "Kabupaten Lama",
        "Kabupaten Lama",
        "Kabupaten Tengah",
        "Kabupaten Baru",
    ]
    assert [named.valid_until for named in names_of(one)] == [date(2010, 1, 1), date(2016, 1, 1), None]
    entry = AuditEntry.objects.filter(event="institution_renamed").last()
    assert (entry.data["before"], entry.data["after"], entry.reason) == (
        "Kabupaten Lama",
        "Kabupaten Tengah",
        "Peraturan daerah.",
    )
    assert [one.kind for one in history_of(one).changes] == ["RENAMED", "RENAMED"]
    assert InstitutionFinder().named("kabupaten lama") == [one]


def test_rename_refuses_days_that_overlap_or_have_not_come(cast, at):
    one = builders.make_institution()
    rename(cast, one, "Kabupaten Baru", date(2016, 1, 1))
    for on in (date(2016, 1, 1), date(2015, 1, 1), date(1990, 1, 1), (at + timedelta(days=3)).date()):
        with pytest.raises(acts.DateOutOfOrder):
            rename(cast, one, "Kabupaten Lain", on)
    assert Institution.objects.get(pk=one.pk).name == "Kabupaten Baru"


def test_rename_refuses_an_empty_a_taken_and_the_same_name(cast):
    one = builders.make_institution(name="Kabupaten Satu")
    builders.make_institution(name="Kabupaten Dua", region=one.region)
    for name, error in (("  - ", acts.NotNamed), ("x" * 201, acts.NotNamed), ("KABUPATEN  dua", acts.NameTaken)):
        with pytest.raises(error):
            rename(cast, one, name)
    with pytest.raises(acts.NameTaken):
        rename(cast, one, "Kabupaten Satu")
    assert rename(cast, one, "KABUPATEN SATU").name == "KABUPATEN SATU"


@pytest.mark.parametrize(("letter", "reason"), [("", "Alasan"), ("B/1", "  ")])
def test_every_act_rests_on_a_letter_and_a_reason(cast, letter, reason):
    with pytest.raises(acts.NoOrder):
        acts.rename_institution(
            institution=cast.institution,
            person=cast.secretariat,
            name="Lain",
            order=order(letter=letter, reason=reason),
            at=read_clock(),
        )


@pytest.mark.parametrize("who", ["administrator", "leader", "chair", "writer", "judge1"])
def test_only_the_secretariat_acts(cast, who):
    person = cast.as_people()[who]
    for act in (acts.rename_institution, acts.split_institution, acts.close_institution, acts.set_parent):
        values = {
            acts.rename_institution: {"name": "Lain"},
            acts.split_institution: {"names": ["A", "B"], "ends": True},
            acts.set_parent: {"parent": None},
        }.get(act, {})
        with pytest.raises(NotAllowed):
            act(institution=cast.institution, person=person, order=order(), at=read_clock(), **values)
    with pytest.raises(NotAllowed):
        acts.verify_institution(institution=cast.institution, person=person, at=read_clock())


def test_nobody_acts_on_their_own_institution(cast):
    Membership.objects.create(person=cast.secretariat, institution=cast.institution, role="LEADER", starts_at=builders.LONG_AGO)
    with pytest.raises(NotAllowed):
        rename(cast, cast.institution, "Lain")


def test_split_ends_the_old_one_and_links_the_new_ones(cast):
    one = builders.make_institution("MINISTRY", name="Kementerian Riset dan Pendidikan")
    known = builders.make_institution("MINISTRY", name="Kementerian Riset")
    parts = split(cast, one, ["Kementerian riset", "Kementerian Pendidikan", "KEMENTERIAN PENDIDIKAN"])
    assert {part.name for part in parts} == {"Kementerian Riset", "KEMENTERIAN PENDIDIKAN"}
    assert known in parts
    one.refresh_from_db()
    assert one.valid_until == date(2016, 5, 1)
    assert set(successors_of(one)) == set(parts)
    assert list(predecessors_of(known)) == [one]
    new = next(part for part in parts if part != known)
    assert new.valid_from == date(2016, 5, 1)
    assert new.verified_at is not None
    assert [change.kind for change in history_of(new).changes] == ["SPLIT"]


def test_split_may_leave_the_old_one_open(cast):
    one = builders.make_institution(name="Kabupaten Induk")
    [part] = split(cast, one, ["Kabupaten Mekar"], ends=False)
    one.refresh_from_db()
    assert one.valid_until is None
    assert list(successors_of(one)) == [part]


@pytest.mark.parametrize(("names", "ends"), [([], False), (["Satu"], True), (["Satu", "SATU"], True)])
def test_split_needs_enough_parts(cast, names, ends):
    with pytest.raises(acts.TooFew):
        split(cast, builders.make_institution(), names, ends)


def test_split_refuses_itself_as_a_part(cast):
    with pytest.raises(acts.NameTaken):
        split(cast, builders.make_institution(name="Kota Asal"), ["kota asal", "Kota Lain"])


def test_merge_ends_all_and_moves_enterprises(cast):
    one, two, three = (builders.make_institution() for _ in range(3))
    enterprise = builders.make_institution("BUMD", parent=one)
    assert merge(cast, [one, two], three) == three
    assert Institution.objects.filter(pk__in=[one.pk, two.pk], valid_until=date(2016, 5, 1)).count() == 2
    enterprise.refresh_from_db()
    assert enterprise.parent == three
    assert set(predecessors_of(three)) == {one, two}
    assert InstitutionChange.objects.get(kind="MERGED").institution == three
    assert set(AuditEntry.objects.get(event="institution_merged").data["predecessors"]) == {one.code, two.code}


def test_merge_into_a_new_one(cast):
    one, two = (builders.make_institution("AGENCY", name=f"Badan {n}") for n in "AB")
    new = merge(cast, [one, two], "Badan Gabungan")
    assert (new.name, new.kind, set(predecessors_of(new))) == ("Badan Gabungan", "AGENCY", {one, two})


def test_merge_refuses_itself_and_nobody(cast):
    one = builders.make_institution()
    for institutions, into in (([one], one), ([one], "Badan Sendiri"), ([one, one], "Badan Sendiri")):
        with pytest.raises(acts.TooFew), transaction.atomic():
            merge(cast, institutions, into)
    assert not InstitutionLink.objects.exists()


def test_close_ends_the_units_and_is_done_once(cast):
    unit = Unit.objects.create(institution=cast.institution, name="Dinas")
    closed = close(cast, cast.institution)
    assert closed.valid_until == unit.__class__.objects.get(pk=unit.pk).closed_on == date(2016, 5, 1)
    with pytest.raises(acts.AlreadyClosed):
        close(cast, cast.institution)
    with pytest.raises(acts.AlreadyClosed):
        rename(cast, cast.institution, "Lain")


@pytest.mark.parametrize("build", [builders.draft, builders.forwarded, builders.submitted])
def test_close_refuses_open_proposals_and_says_how_many(cast, build):
    build(cast)
    with pytest.raises(acts.OpenProposals, match="1 proposal berjalan"):
        close(cast, cast.institution)
    with pytest.raises(acts.OpenProposals):
        split(cast, cast.institution, ["Satu", "Dua"])
    with pytest.raises(acts.OpenProposals):
        merge(cast, [cast.institution], cast.other_institution)
    assert Institution.objects.get(pk=cast.institution.pk).valid_until is None


def test_close_goes_through_once_nothing_can_be_sent_any_more(cast):
    builders.draft(cast)
    builders.open_the_stage(cast.edition, "announcement")
    assert close(cast, cast.institution).valid_until


def test_close_goes_through_once_the_edition_is_published(cast):
    builders.published(cast, 1)
    assert close(cast, cast.institution).valid_until


def test_close_refuses_while_enterprises_hang_on_it(cast):
    builders.make_institution("BUMD", parent=cast.institution)
    with pytest.raises(acts.HasChildren):
        close(cast, cast.institution)


def test_a_closed_institution_starts_no_drafts(cast):
    close(cast, cast.institution)
    with pytest.raises(NotAllowed, match="ditutup"):
        start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Judul", at=read_clock())


def test_set_parent(cast):
    enterprise = builders.make_institution("BUMD", name="PDAM")

    def move(child, parent):
        return acts.set_parent(institution=child, parent=parent, person=cast.secretariat, order=order(), at=read_clock())

    assert move(enterprise, cast.institution).parent == cast.institution
    for child, parent in (
        (enterprise, cast.institution),
        (cast.institution, cast.other_institution),
        (enterprise, enterprise),
        (enterprise, builders.make_institution("BUMN")),
        (cast.institution, enterprise),
    ):
        with pytest.raises(acts.WrongParent):
            move(child, parent)
    assert move(enterprise, None).parent is None
    assert [one.kind for one in history_of(enterprise).changes] == ["MOVED", "MOVED"]


def test_verify_once(cast):
    one = builders.make_institution("BUMN")
    Institution.objects.filter(pk=one.pk).update(verified_at=None)
    assert acts.verify_institution(institution=one, person=cast.secretariat, at=read_clock()).verified_at
    with pytest.raises(acts.AlreadyVerified):
        acts.verify_institution(institution=one, person=cast.secretariat, at=read_clock())


class TestDatabase:
    """What must hold is refused by PostgreSQL itself."""

    def test_names_do_not_overlap(self, cast):
        day = date(2010, 1, 1)
        values = {"institution": cast.institution, "name": "A"}
        InstitutionName.objects.create(**values, valid_from=day, valid_until=day + timedelta(days=10))
        InstitutionName.objects.create(**values, valid_from=day + timedelta(days=10), valid_until=day + timedelta(days=12))
        with pytest.raises(IntegrityError), transaction.atomic():
            InstitutionName.objects.create(**values, valid_from=day + timedelta(days=9), valid_until=day + timedelta(days=20))
        with pytest.raises((IntegrityError, DataError)), transaction.atomic():
            InstitutionName.objects.create(**values, valid_from=day, valid_until=day - timedelta(days=1))
        other = InstitutionName(institution=cast.other_institution, name="A", valid_from=day, valid_until=date(2020, 1, 1))
        other.save()

    @pytest.mark.parametrize("table", ["institutionname", "institutionchange", "institutionlink"])
    def test_history_is_append_only(self, cast, table):
        rename(cast, cast.institution, "Baru", date(2012, 1, 1))
        merge(cast, [cast.institution], cast.other_institution)
        with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f"DELETE FROM competition_{table}")

    def test_only_a_bumd_has_a_parent_and_it_is_a_government(self, cast):
        wrong = {"REGENCY": cast.other_institution, "BUMD": builders.make_institution("BUMN")}
        for kind, parent in wrong.items():
            with pytest.raises(IntegrityError), transaction.atomic():
                builders.make_institution(kind, name=f"X{kind}", parent=parent)
        enterprise = builders.make_institution("BUMD", name="E")
        with pytest.raises(IntegrityError), transaction.atomic():
            Institution.objects.filter(pk=enterprise.pk).update(parent=enterprise)

    def test_one_open_institution_of_a_name(self, cast):
        one = builders.make_institution("AGENCY", name="Badan Satu")
        with pytest.raises(IntegrityError), transaction.atomic():
            builders.make_institution("AGENCY", name="BADAN SATU")
        close(cast, one)
        builders.make_institution("AGENCY", name="BADAN SATU")


@pytest.mark.django_db(transaction=True)
def test_a_draft_and_a_closing_do_not_pass_each_other():
    cast = builders.make_cast(builders.make_edition())
    at = read_clock()
    outcome = race(
        lambda: start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Judul", at=at),
        lambda: close(cast, cast.institution),
    )
    assert outcome.waited
    assert isinstance(outcome.error, acts.OpenProposals)


@pytest.mark.django_db(transaction=True)
def test_a_closing_and_a_draft_do_not_pass_each_other():
    cast = builders.make_cast(builders.make_edition())
    at = read_clock()
    outcome = race(
        lambda: close(cast, cast.institution),
        lambda: start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Judul", at=at),
    )
    assert outcome.waited
    assert isinstance(outcome.error, NotAllowed)


class TestReference:
    """Loading the shipped lists again undoes nothing that people recorded."""

    def test_stays_idempotent_after_acts(self, cast, at, django_assert_max_num_queries):
        load_reference(at=at)
        by_code = {one.code: one for one in Institution.objects.all()}
        rename(cast, by_code["K-PANRB"], "Kementerian PAN", date(2020, 1, 1))
        close(cast, by_code["L-POLRI"], date(2020, 1, 1))
        merge(cast, [by_code["KAB-32.04"]], by_code["KAB-32.17"])
        acts.set_parent(
            institution=by_code["D-TUGUTIRTA"],
            parent=by_code["KAB-35.07"],
            person=cast.secretariat,
            order=order(date(2020, 1, 1)),
            at=at,
        )
        with django_assert_max_num_queries(8):
            again = load_reference(at=at)["institutions"]
        assert (again.added, again.mended) == (0, 0)
        assert Institution.objects.get(code="K-PANRB").name == "Kementerian PAN"
        assert Institution.objects.get(code="D-TUGUTIRTA").parent.code == "KAB-35.07"
        assert Institution.objects.get(code="KAB-32.04").valid_until == date(2016, 5, 1)
        found = InstitutionFinder().find("Kementerian PANRB", kind="MINISTRY", year=2017)
        assert found.code == "K-PANRB"

    def test_does_not_add_again_what_people_added(self, cast, at):
        own = builders.make_institution("AGENCY", name="KEPOLISIAN Negara Republik Indonesia")
        first = load_reference(at=at)["institutions"]
        assert not Institution.objects.filter(code="L-POLRI").exists()
        assert load_reference(at=at)["institutions"].same == first.added + 1
        own.refresh_from_db()
        assert own.code.startswith("uji-")

    def test_finds_what_is_meant_and_what_is_like_it(self, at):
        load_reference(at=at)
        assert institution_meant("kab-32.04").code == "KAB-32.04"
        assert institution_meant("Pemkab Bandung").code == "KAB-32.04"
        with pytest.raises(InstitutionNotFound, match="Bandung Barat"):
            institution_meant("Bandung Barat")
        with pytest.raises(InstitutionNotFound):
            institution_meant("   ")
        ministry = Institution.objects.get(code="K-PANRB")
        assert institutions_like(ministry.name.upper(), "MINISTRY", None) == [ministry]
        assert (
            institutions_like("apa pun", "CITY", Institution.objects.get(code="KOTA-32.73").region_id)[0].code == "KOTA-32.73"
        )
        assert institutions_like("Sama sekali lain", "MINISTRY", None) == []
