"""A coached draft for the demo, and a request that waits for a coach."""

from competition.demo import DOMAIN
from competition.models import Person
from judging.management.demo.journey import Road
from submissions.models import Proposal
from submissions.operations.coaching_notes import tick_for_coach, tick_for_team, write_comment
from submissions.operations.coachings import ask_coaching, give_coaching
from submissions.policy import may_ask_coaching
from submissions.queries.contents import items_of

WISH = "Tolong periksa apakah angka sebelum dan sesudah sudah cukup meyakinkan."
REMARK = "Sebut sumber angkanya dan tahun pengukurannya. Angka tanpa tahun tidak dapat dibandingkan."
WHOLE = "Dasar hukumnya belum disebut. Peraturan bupati atau keputusan kepala dinas sudah cukup."


def coach_drafts(road: Road, drafts: list[Proposal]) -> None:
    """Let the coach read the last draft that may be coached now, and let another one wait; none where registration is shut."""
    coach = Person.objects.filter(email=f"pelatih@{DOMAIN}").first()
    able = [one for one in drafts if may_ask_coaching(one.created_by, one, road.now)]
    if coach is None or not able:
        return
    given, at = able[-1], road.now
    one = ask_coaching(proposal=given, person=given.created_by, wish=WISH, at=at)
    one = give_coaching(coaching=one, person=coach, coach=coach, at=at)
    question = items_of(given)[0].question.code
    write_comment(coaching=one, person=coach, question=question, text=REMARK, at=at)
    write_comment(coaching=one, person=coach, question="", text=WHOLE, at=at)
    tick_for_team(proposal=given, person=given.created_by, keys={"masalah", "angka", "program"}, at=at)
    tick_for_coach(coaching=one, person=coach, keys={"masalah", "program"}, at=at)
    if len(able) > 1:
        ask_coaching(proposal=able[0], person=able[0].created_by, wish="", at=road.now)
