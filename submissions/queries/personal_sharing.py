"""What is held about one person because of what is handed on of innovations."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from competition.models import Person
from competition.personal import Holding, Row
from competition.queries.personal import shown
from competition.zones import format_instant
from submissions.models import SharedMaterial


def sharing_holdings(person: Person, most: int | None) -> Iterable[Holding]:
    """Yield the materials the person uploaded or decided about."""
    acted = SharedMaterial.objects.filter(Q(added_by=person) | Q(decided_by=person)).select_related("innovation")
    yield Holding(
        "shared_materials",
        _("Bahan inovasi yang Anda unggah atau putuskan penayangannya"),
        _("Supaya ada yang mempertanggungjawabkan apa yang dilihat umum."),
        _("Tetap disimpan sebagai arsip kompetisi, dengan nama Anda."),
        is_record=True,
        **shown(acted.order_by("-added_at", "-pk"), _material_row, most),
    )


def _material_row(one: SharedMaterial) -> Row:
    known = {_("Bahan"): one.title, _("Inovasi"): one.innovation.title}
    return known | {_("Status"): one.get_state_display(), _("Diunggah"): format_instant(one.added_at)}
