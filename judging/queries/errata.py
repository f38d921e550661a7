"""Reads about corrections of a list: the list of a round, its selection, and an entry by its proposal."""

from competition.models import Round
from judging.models import Selection
from submissions.models import Outcome, Publication


def publication_of(round_: Round) -> Publication | None:
    """Return the round's list, once it is out."""
    return Publication.objects.select_related("edition").filter(edition=round_.edition_id, round_key=round_.key).first()


def selection_behind(publication: Publication) -> Selection | None:
    """Return the selection that a list was copied from, with its round; None where it came from elsewhere."""
    found = Selection.objects.select_related("ranking__round__edition", "ranking__round__ranking")
    return found.filter(ranking__in_force__edition=publication.edition_id, ranking__in_force__key=publication.round_key).first()


def entry_by_code(publication: Publication, code: str) -> Outcome | None:
    """Return a proposal's entry as it is in force."""
    return publication.outcomes.select_related("proposal").filter(proposal__code=code).first()


def once_listed(publication: Publication) -> set[str]:
    """Return the codes of those who were on the list and are no longer."""
    ever = Outcome.ever.filter(publication=publication).values_list("proposal__code", flat=True)
    return set(ever) - codes_in_force(publication)


def struck_before(round_: Round) -> set[str]:
    """Return the codes of those who were struck off a list on the way to the round: that of the round it takes its entrants
    from, or one before that. A ranking that is frozen still has them."""
    found: set[str] = set()
    while (round_ := round_.chosen_in) is not None:
        if publication := publication_of(round_):
            found |= once_listed(publication)
    return found


def codes_in_force(publication: Publication) -> set[str]:
    """Return the codes of those who are on the list."""
    return set(publication.outcomes.values_list("proposal__code", flat=True))


def other_lists_with(outcome: Outcome) -> list[str]:
    """Return the names of the other lists that the same proposal is on."""
    others = Outcome.objects.filter(proposal=outcome.proposal_id).exclude(publication=outcome.publication_id)
    return list(others.order_by("publication__published_at", "pk").values_list("publication__title", flat=True))
