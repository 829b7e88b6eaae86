"""An anonymous visitor looks at an order.

Source: anonymous-orders, "POST User Anonymous Order"; domain description, section 1.
"""

from order_domain.cancellation.policy import POLICY, Rule
from order_domain.ports import Clock, OrderProofs, Orders, SameText, Settings
from order_domain.use_cases.prove_order import prove_order
from order_domain.use_cases.viewing import ViewedOrder, viewed

__all__ = ["find_anonymous_order"]


def find_anonymous_order(
    number: str,
    email: str,
    *,
    proofs: OrderProofs,
    same_text: SameText,
    orders: Orders,
    settings: Settings,
    clock: Clock,
    policy: tuple[Rule, ...] = POLICY,
) -> ViewedOrder | None:
    """Return the guest's order of this number and email; None in every other case.

    Nothing but the proof is read before it holds.

    Args:
        number: as it is written in the order.
        email: the order's; case and outer spaces do not matter.
        proofs: knows by what the order is proven.
        same_text: compares in constant time.
        orders: where the order is kept.
        settings: gives the cancellation rules in force.
        clock: the time now.
        policy: the rules to ask.

    Raises:
        StorageUnavailableError: the database does not answer.
    """
    proof = prove_order(number, email, proofs=proofs, same_text=same_text)
    order = None if proof is None else orders.by_pk(proof.pk)
    if order is None:
        return None
    return viewed(order, settings.current().cancellation_rules, clock(), policy)
