"""How much of what is complete stays with its unit (E-5)."""

from competition.clock import read_clock
from submissions.operations.drafts import start_draft
from submissions.queries.oversight import Forwarding, forwarding_of
from tests import builders
from tests.submissions.acts import rewrite
from tests.submissions.views.pages import sign_in, text_of


def test_forwarding_counts_what_is_complete_and_kept(cast, django_assert_max_num_queries):
    assert forwarding_of(cast.edition) == Forwarding(0, 0)
    builders.draft(cast)
    for build in (builders.forwarded, builders.endorsed, builders.submitted):
        build(cast)
    start_draft(person=cast.writer, unit=cast.unit, edition=cast.edition, title="Kosong", at=read_clock())
    rewrite(cast, builders.draft(cast), read_clock(), "", person=cast.writer)
    with django_assert_max_num_queries(6):
        found = forwarding_of(cast.edition)
    assert found == Forwarding(4, 1)
    assert found.share == 25.0


def test_the_page_of_closes_says_so(cast):
    builders.draft(cast)
    builders.forwarded(cast)
    page = text_of(sign_in(cast.secretariat).get("/sekretariat/batas-waktu/"))
    assert "Lengkap tetapi belum diteruskan unitnya: 1 dari 2 proposal (50,0 %)." in page
