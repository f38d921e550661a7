"""The administrator's page: who holds what, since when, what is missing, and what would miss the close."""

from datetime import timedelta

import pytest
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Stage
from submissions.standing import is_at_risk
from tests import builders
from tests.submissions.views.pages import path, sign_in, text_of

HERE = reverse("submissions:oversight")
RISK = "Terancam terlambat"


def rows_of(cast, person=None) -> dict[str, dict]:
    """Return the rows by title."""
    page = sign_in(person or cast.administrator).get(HERE)
    return {row["title"]: row for row in page.context["rows"]}


def close_in(cast, **values) -> None:
    """Let registration close so much later."""
    Stage.objects.filter(edition=cast.edition, key="registration").update(closes_at=read_clock() + timedelta(**values))


def test_each_proposal_is_shown_with_its_holder_and_what_is_missing(cast):
    client = sign_in(cast.writer)
    client.post(reverse("submissions:start"), {"title": "Baru dimulai"})
    builders.forwarded(cast, title="Diteruskan")
    builders.endorsed(cast, title="Disetujui")
    builders.submitted(cast, title="Dikirim")
    rows = rows_of(cast)
    balls = {title: row["standing"].ball.split(" sejak")[0] for title, row in rows.items()}
    assert balls == {
        "Baru dimulai": "Ditulis unit",
        "Diteruskan": "Menunggu persetujuan pimpinan",
        "Disetujui": "Menunggu dikirim admin instansi",
        "Dikirim": "Menunggu pemeriksaan sekretariat",
    }
    assert rows["Baru dimulai"]["missing"] == [
        *("Pilih kategori", "Isi tanggal mulai penerapan", "Isi ringkasan"),
        "dan 1 lagi",
    ]
    assert rows["Diteruskan"]["missing"] == rows["Dikirim"]["missing"] == []
    assert list(rows)[-1] == "Dikirim"
    assert HERE in sign_in(cast.administrator).get(reverse("submissions:desk")).content.decode()


@pytest.mark.parametrize(
    ("left", "is_complete", "is_endorsed", "expected"),
    [
        ({"days": 7}, False, False, False),
        ({"days": 6, "hours": 23}, False, True, True),
        ({"days": 3}, True, False, False),
        ({"days": 2, "hours": 23}, True, False, True),
        ({"days": 1}, True, True, False),
        ({"hours": 23}, True, True, True),
    ],
)
def test_is_at_risk_is_the_rule_the_page_states(left, is_complete, is_endorsed, expected):
    assert is_at_risk(timedelta(**left), is_complete=is_complete, is_endorsed=is_endorsed) is expected


def test_what_would_miss_the_close_is_marked_until_it_is_closed(cast):
    builders.forwarded(cast, title="Diteruskan")
    builders.submitted(cast, title="Dikirim")
    close_in(cast, days=4)
    assert RISK not in text_of(sign_in(cast.administrator).get(HERE)).split("atau kurang dari 1 hari.")[1]
    close_in(cast, days=2)
    assert [title for title, row in rows_of(cast).items() if row["is_at_risk"]] == ["Diteruskan"]
    builders.open_the_stage(cast.edition, "screening")
    row = rows_of(cast)["Diteruskan"]
    assert (row["is_at_risk"], row["left"]) == (False, "")


def test_only_the_institutions_administrator_sees_it_and_only_its_own(cast):
    proposal = builders.draft(cast)
    for person in (cast.writer, cast.leader, cast.stranger):
        assert sign_in(person).get(HERE).status_code == 403
    assert sign_in(cast.chair).get(HERE).status_code == 404
    assert path("proposal", proposal) not in sign_in(cast.other_administrator).get(HERE).content.decode()
