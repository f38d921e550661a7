"""Words that several pages of the entry share."""

from django.utils.translation import gettext_lazy as _

# Who has the ball, as `submissions.queries.proposals.holder_of` names it.
HOLDER_LABELS = {
    "UNIT": _("Unit"),
    "LEADER": _("Pimpinan instansi"),
    "ADMINISTRATOR": _("Admin instansi"),
    "SECRETARIAT": _("Sekretariat"),
}
