"""Who may do what to a proposal in which state, said once more and in another way than the code says it.

The policy's matrix and the random walk both hold the code to this.
"""

from submissions.policy import (
    may_endorse_proposal,
    may_forward_proposal,
    may_read_proposal,
    may_return_proposal,
    may_revive_proposal,
    may_screen_proposal,
    may_submit_proposal,
    may_withdraw_proposal,
    may_write_proposal,
)

# What each member of the cast is to a proposal of their own institution; towards the other institution they are nothing.
HOME = {"writer": "writer", "colleague": "writer", "administrator": "administrator", "leader": "leader"}
AWAY = {"stranger": "writer", "other_administrator": "administrator", "other_leader": "leader"}
STAFF = {"secretariat": "secretariat", "secretariat2": "secretariat"}
OTHERS = {"chair": "other", "judge1": "other"}
ACTORS = [*HOME, *AWAY, *STAFF, *OTHERS]

# verb -> state -> (who, while which stage is open; empty: always)
INSIDE = {"writer", "administrator", "leader"}
LAW: dict[str, dict[str, tuple[set[str], str]]] = {
    "read": {
        "DRAFT": (INSIDE, ""),
        "FORWARDED": (INSIDE, ""),
        "SUBMITTED": (INSIDE | {"secretariat"}, ""),
        "CORRECTION": (INSIDE | {"secretariat"}, ""),
        "ELIGIBLE": (INSIDE | {"secretariat"}, ""),
        "INELIGIBLE": (INSIDE | {"secretariat"}, ""),
        "WITHDRAWN": (INSIDE, ""),
    },
    "write": {
        "DRAFT": ({"writer", "administrator"}, "registration"),
        "FORWARDED": ({"administrator"}, "registration"),
        "CORRECTION": ({"writer", "administrator"}, "screening"),
    },
    "forward": {"DRAFT": ({"writer"}, "registration")},
    "return": {"FORWARDED": ({"administrator", "leader"}, "registration")},
    "endorse": {"FORWARDED": ({"leader"}, "registration"), "CORRECTION": ({"leader"}, "screening")},
    "submit": {
        "FORWARDED": ({"administrator", "leader"}, "registration"),
        "CORRECTION": ({"administrator", "leader"}, "screening"),
    },
    "screen": {"SUBMITTED": ({"secretariat"}, "screening")},
    "withdraw": {"SUBMITTED": ({"administrator", "leader"}, "registration")},
    "revive": {"WITHDRAWN": ({"administrator", "leader"}, "registration")},
}
POLICY = {
    "read": may_read_proposal,
    "write": may_write_proposal,
    "forward": may_forward_proposal,
    "return": may_return_proposal,
    "endorse": may_endorse_proposal,
    "submit": may_submit_proposal,
    "screen": may_screen_proposal,
    "withdraw": may_withdraw_proposal,
    "revive": may_revive_proposal,
}


def is_lawful(verb: str, role: str, state: str, open_stage: str) -> bool:
    """Say whether somebody of this role may do this to a proposal in this state while this stage is open."""
    roles, stage = LAW[verb].get(state, (set(), ""))
    return role in roles and stage in ("", open_stage)


def role_of(actor: str, *, is_home: bool) -> str:
    """Return what a member of the cast is to a proposal of the home institution, or of the other one."""
    return (HOME if is_home else AWAY).get(actor) or STAFF.get(actor, "other")


def person_of(role: str, *, is_home: bool) -> str:
    """Return a member of the cast who has this role in the institution; a name that is no role stands for itself."""
    return {role: name for name, role in (HOME if is_home else AWAY).items()}.get(role, role)


def whose_turn(verb: str, state: str, *, is_home: bool) -> str:
    """Return a member of the cast who may do this if anybody may."""
    roles, _stage = LAW[verb].get(state, (set(), ""))
    role = next((one for one in ("writer", "administrator", "leader", "secretariat") if one in roles), "writer")
    return person_of(role, is_home=is_home)
