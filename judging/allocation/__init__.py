"""Who reads what: readers for every proposal, no conflict broken, even loads; the same seed gives the same plan.

What is kept, hard first:

1. no reader in conflict and none twice; readings given out before stay; nobody above the own maximum; exactly the
   required number of readers for each proposal (more only where more were given out before);
2. loads as even as the first point allows: equal but for one wherever that is possible at all;
3. as few readings as possible outside a judge's recorded expertise;
4. chance decides the rest, from the seed alone; then panels that share no reader are linked by a few exchanges.

Points 1 to 3 are a minimum-cost flow, solved to a proven optimum. No clock, no database; neither the order of the input
nor Python's hash seed has any influence. Reasons: docs/decisions/0011-assignment-as-a-flow.md.
"""

from judging.allocation.plans import allocate, plan_faults
from judging.allocation.shortages import Infeasible, Lack, Shortage
from judging.allocation.terms import BadRequest, Judge, Pair, Plan, Request, Why

__all__ = [
    "BadRequest",
    "Infeasible",
    "Judge",
    "Lack",
    "Pair",
    "Plan",
    "Request",
    "Shortage",
    "Why",
    "allocate",
    "plan_faults",
]
