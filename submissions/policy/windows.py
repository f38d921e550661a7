"""Is the time right for it? What the calendar says of a stage and of a proposal."""

from datetime import datetime

from django.utils.translation import gettext as _

from competition.models import Edition, Stage
from competition.queries.editions import stage_of
from competition.verdict import YES, Verdict, no
from competition.zones import format_closing, format_elsewhere, format_opening, last_minute
from submissions.models import Proposal
from submissions.queries.contents import close_in, missed_end, stage_for
from submissions.states import ProposalState, window_of


def window_is_open(edition: Edition, key: str, at: datetime) -> Verdict:
    """Say whether a stage of the edition is open, or when it was or will be."""
    stage = stage_of(edition, key)
    return _is_within(stage, stage.closes_at if stage else None, at)


def _is_within(stage: Stage | None, closes_at: datetime | None, at: datetime) -> Verdict:
    if stage is None or closes_at is None:
        return no(_("Edisi ini tidak memiliki tahap tersebut."))
    if at < stage.opens_at:
        return no(_("%(stage)s dibuka pada %(when)s.") % {"stage": stage, "when": format_opening(stage.opens_at)})
    if at >= closes_at:
        text = _("%(stage)s sudah ditutup pada %(when)s.")
        if stage.key == "registration":
            text = _("Pengajuan sudah ditutup pada %(when)s. Draf Anda tetap tersimpan.")
        elsewhere = _("Di zona lain: %(times)s.") % {"times": format_elsewhere(last_minute(closes_at))}
        return no(f"{text % {'stage': stage, 'when': format_closing(closes_at)}} {elsewhere}")
    return YES


def is_open_for(proposal: Proposal, key: str, at: datetime) -> Verdict:
    """Say whether a stage is open for this proposal: everybody's close, or its institution's own where that is later."""
    stage = stage_for(proposal, key)
    closes_at = close_in(stage, proposal, stage.own_closes_at) if stage else None
    is_over = proposal.state == ProposalState.CORRECTION and closes_at is not None and at >= closes_at
    missed = missed_end(proposal, closes_at) if is_over else ""
    return no(missed) if missed else _is_within(stage, closes_at, at)


def may_edit_now(proposal: Proposal, at: datetime) -> Verdict:
    """Say whether the calendar lets this proposal change: registration, or screening for a correction."""
    return is_open_for(proposal, window_of(proposal.state), at)
