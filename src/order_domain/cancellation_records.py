"""What an order remembers of its cancellations: requests and direct attempts.

Plain records. The moves that they may make are in :mod:`order_domain.cancellation`.
"""

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from order_domain.selections import PickupDate, Selection
from order_domain.statuses import CancellationRequestStatus, CancellationType
from order_domain.values import EnumValue

CLOSED: frozenset[CancellationRequestStatus] = frozenset(
    {CancellationRequestStatus.REJECTED, CancellationRequestStatus.COMPLETED}
)
"""The back office has nothing more to say on these requests."""


@frozen(kw_only=True)
class EasyReturn:
    """How a refunded item comes back (schema ``CancellationEasyReturn``).

    Attributes:
        shipping_company: as the item offered it.
        pickup_address: pk of the customer's address where the item is fetched.
    """

    shipping_company: EnumValue
    status: EnumValue = field(default=EnumValue("waiting", "Waiting"))
    code: str = ""
    pickup_address: int | None = None
    pickup_date: PickupDate | None = None
    start_date: datetime | None = None
    end_date: datetime | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None


@frozen(kw_only=True)
class CancellationRequestImage:
    """A picture that came with a request (schema ``CancellationRequestImage``).

    Attributes:
        image: its name in the store of pictures; of one kept elsewhere, its URL.
        pk: the repository's number; None until the request is saved.
        is_uploaded_by_user: by the customer, not by the shop.
    """

    image: str
    created_date: datetime
    modified_date: datetime
    pk: int | None = None
    description: str | None = None
    is_uploaded_by_user: bool = True


@frozen(kw_only=True)
class CancellationRequest:
    """A customer's request that the back office decides (schema ``CancellationRequest``).

    Attributes:
        uuid: ours; Omnitron knows the request by it.
        pk: the repository's number; None until the request is saved.
        order_item: pk of the order item.
        quantity: units asked for; at least 1.
        return_policy: the customer's tick that the return terms were read.
    """

    uuid: str
    order_item: int
    cancellation_type: CancellationType
    reason: int
    quantity: int
    created_date: datetime
    modified_date: datetime
    status: CancellationRequestStatus = CancellationRequestStatus.OPEN
    pk: int | None = None
    description: str | None = None
    iban: str | None = None
    holder_name: str | None = None
    easy_return: EasyReturn | None = None
    fully_refund_as_loyalty_money: bool = False
    return_policy: bool | None = None
    images: tuple[CancellationRequestImage, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the back office has still to decide or to finish."""
        return self.status not in CLOSED


class AttemptState(StrEnum):
    """How far a direct cancellation has come."""

    CLAIMED = "claimed"
    """Recorded; Omnitron has not been told yet."""
    SENDING = "sending"
    """Omnitron is being told, and may have been."""
    ACCEPTED = "accepted"
    """Omnitron cancelled the items."""
    REFUSED = "refused"
    """Omnitron said no; requests were made."""
    NOT_SENT = "not_sent"
    """Omnitron surely never heard of it; requests were made."""
    UNKNOWN = "unknown"
    """Omnitron may have cancelled; requests were made, and the truth is still to be read."""
    LAPSED = "lapsed"
    """Omnitron never showed that it cancelled, and the back office has ended the requests."""


UNDER_WAY: frozenset[AttemptState] = frozenset(
    {AttemptState.CLAIMED, AttemptState.SENDING, AttemptState.UNKNOWN}
)
"""Attempts whose end is open: their items must not be sent to Omnitron again."""


@frozen(kw_only=True)
class CancellationAttempt:
    """One direct cancellation, from before Omnitron is told until its end is known.

    Attributes:
        id: ours, unique.
        selection: what was asked, each quantity spelled out.
        requests: uuids of the requests that were opened instead.
        sent: Omnitron's pks of the entries that it was told, or may have been told, to
            cancel; empty once it is sure that it cancelled none of them.
        note: what Omnitron answered or what broke, for a person to read.
    """

    id: str
    selection: Selection
    claimed_at: datetime
    state: AttemptState = AttemptState.CLAIMED
    settled_at: datetime | None = None
    requests: tuple[str, ...] = ()
    sent: tuple[int, ...] = ()
    note: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether it is still undecided if Omnitron has cancelled the items."""
        return self.state in UNDER_WAY

    def concerns(self, order_item: int) -> bool:
        """Whether this order item was selected."""
        return any(line.order_item == order_item for line in self.selection.items)
