"""Cancellation reasons: the shop's list that customers choose from."""

from attrs import frozen

from order_domain.statuses import CancellationType


@frozen(kw_only=True)
class CancellationReason:
    """A reason a customer may give (platform facts, ``cancellation_reasons``).

    Attributes:
        subject: at most 100 characters.
        extra_information_needed: the customer has to describe it.
        order: sort position.
    """

    id: int
    cancellation_type: CancellationType
    subject: str
    extra_information_needed: bool = False
    is_active: bool = True
    order: int = 100
