"""Many rows at once, for tests that measure: written straight into the tables, because nobody looks at how they got there."""

from datetime import timedelta

from competition.clock import read_clock
from competition.models import Institution
from competition.words import normalise_title
from submissions.models import Award, Innovation, Outcome, Proposal, Publication
from tests.builders import LONG_AGO, Cast

# As long as the longest that are met: a page is measured with these.
TITLE = "Rumah Tunggu Kelahiran Terpadu Berbasis Masyarakat untuk Ibu Hamil di Wilayah Terpencil dan Kepulauan"
UNIT = "UPT Pusat Kesehatan Masyarakat Tengnga Lembang Kecamatan Sinjai Barat"
AGENCY = "Pemerintah Kabupaten Kepulauan Siau Tagulandang Biaro"


def innovations(cast: Cast, number: int, *, is_public: bool = False) -> list[Innovation]:
    """Return innovations of the cast's two institutions in turn."""
    owners = (cast.institution, cast.other_institution)
    titles = [f"{TITLE} {index:05d}" for index in range(number)]
    return Innovation.objects.bulk_create(
        Innovation(
            title=title,
            title_key=normalise_title(title),
            institution=owners[index % 2],
            unit_name=UNIT,
            is_public=is_public,
            created_at=LONG_AGO,
        )
        for index, title in enumerate(titles)
    )


def sent_proposals(cast: Cast, number: int, state: str = "SUBMITTED") -> list[Proposal]:
    """Return proposals of both institutions in one state, each a minute younger than the one before."""
    now, categories, group = read_clock(), list(cast.edition.categories.all()), cast.edition.groups.get()
    units = {cast.institution.pk: cast.unit, cast.other_institution.pk: cast.other_unit}
    return Proposal.objects.bulk_create(
        Proposal(
            edition=cast.edition,
            innovation=innovation,
            institution_id=innovation.institution_id,
            unit=units[innovation.institution_id],
            title=innovation.title,
            title_key=innovation.title_key,
            category=categories[index % len(categories)],
            group=group,
            state=state,
            state_since=now,
            created_by=cast.writer,
            created_at=now,
            changed_at=now,
            submitted_at=now - timedelta(minutes=number - index),
        )
        for index, innovation in enumerate(innovations(cast, number))
    )


def published_list(cast: Cast, number: int, *, round_key: str = "desk", title: str = "Top 99") -> Publication:
    """Return a published list of so many outcomes."""
    proposals = sent_proposals(cast, number, "ELIGIBLE")
    now = read_clock()
    publication = Publication.objects.create(
        edition=cast.edition, round_key=round_key, title=title, published_at=now, fingerprint="0" * 64
    )
    Outcome.objects.bulk_create(
        Outcome(
            publication=publication,
            proposal=proposal,
            award=title,
            title=proposal.title,
            institution_name=AGENCY,
            institution_kind="REGENCY" if index % 2 else "CITY",
            unit_name=UNIT,
            category_name=str(proposal.category),
            province_name="Sulawesi Utara",
        )
        for index, proposal in enumerate(proposals)
    )
    return publication


def award_winners(cast: Cast, number: int) -> list[Innovation]:
    """Return public innovations with two awards each."""
    found = innovations(cast, number, is_public=True)
    source = "https://contoh.test/berita/2016/top-99-inovasi-pelayanan-publik"
    Award.objects.bulk_create(
        Award(innovation=one, year=year, name="Top 99", title_then=one.title, source=source)
        for one in found
        for year in (2015, 2016)
    )
    return found


def extra_institutions(number: int) -> None:
    """Fill the table of institutions, so that a search meets as many as there are."""
    Institution.objects.bulk_create(
        Institution(code=f"lain-{index}", name=f"{AGENCY} {index}", kind="REGENCY", valid_from=LONG_AGO.date())
        for index in range(number)
    )
