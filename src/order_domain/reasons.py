"""Cancellation reasons: the shop's list that customers choose from."""

from datetime import datetime

from attrs import field, frozen

from order_domain.statuses import CancellationType
from order_domain.values import JsonObject


@frozen(kw_only=True)
class CancellationReason:
    """A reason a customer may give (platform facts, ``cancellation_reasons``).

    Attributes:
        subject: at most 100 characters.
        extra_information_needed: the customer has to describe it.
        order: sort position.
        uuid: the platform's; None where nobody gave one.
        translations: the platform's, by language; kept as they came.
    """

    id: int
    cancellation_type: CancellationType
    subject: str
    extra_information_needed: bool = False
    is_active: bool = True
    order: int = 100
    uuid: str | None = None
    translations: JsonObject = field(factory=dict[str, object])
    created_date: datetime | None = None
    modified_date: datetime | None = None
