"""Who may say how an innovation goes on."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Person
from competition.queries.people import rights_of
from competition.verdict import YES, Verdict, no
from submissions.models import Innovation
from submissions.policy.replications import TEAM, acts_for


def may_say_status(person: Person, innovation: Innovation, at: datetime) -> Verdict:
    """Writers, administrators and leaders of its institution, of what the public knows."""
    if not acts_for(rights_of(person, at), innovation.institution, *TEAM):
        return no(_("Hanya penulis, admin, dan pimpinan instansi pemiliknya yang dapat menyatakan status inovasi ini."))
    if not innovation.is_public:
        return no(_("Inovasi ini belum dipublikasikan."))
    return YES
