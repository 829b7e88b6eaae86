"""Orders and their items.

Source of the fields: schemas ``UserOrder``, ``UserOrderItem`` and ``OrderDetail``.
Amounts are in the order's currency. What the documents call a computed field is a
property here, or is computed by :mod:`order_domain.cancellation.policy` when it
depends on the shop's rules.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from attrs import Factory, field, frozen

from order_domain.addresses import Address
from order_domain.cancellation_records import CancellationAttempt, CancellationRequest
from order_domain.money import Currency, rounded
from order_domain.payments import Bank, DiscountItem, LoyaltyTransaction, PaymentOption
from order_domain.products import EasyReturnShippingCompany, Product, ShippingOptionGroup
from order_domain.statuses import CancellationRequestStatus, OrderStatus
from order_domain.values import EnumValue, JsonObject

ZERO = Decimal(0)


@frozen(kw_only=True)
class OrderItem:
    """An item of an order (schema ``UserOrderItem``).

    Attributes:
        quantity: units bought; at least 1.
        units_listed: Omnitron lists each unit as an item of its own, so that some of
            them can be cancelled without the others. True until it has shown otherwise.
        cancelled_quantity: units already cancelled directly.
        cancellation_requests: oldest first.
    """

    pk: int
    product: Product
    price: Decimal
    status: OrderStatus
    quantity: int = 1
    units_listed: bool = True
    cancelled_quantity: int = 0
    cancellation_requests: tuple[CancellationRequest, ...] = ()
    tax_rate: Decimal = ZERO
    retail_price: Decimal | None = None
    discount_amount: Decimal | None = None
    is_tradable: bool = False
    tracking_url: str | None = None
    tracking_number: str | None = None
    invoice_number: str | None = None
    invoice_date: datetime | None = None
    e_archive_url: str | None = None
    shipping_company: EnumValue | None = None
    shipping_option_group: ShippingOptionGroup | None = None
    estimated_delivery_date: date | None = None
    shipped_date: datetime | None = None
    delivered_date: datetime | None = None
    image: str | None = None
    attributes: JsonObject | None = None
    attributes_kwargs: JsonObject | None = None
    extra_field: JsonObject | None = None
    available_easy_return_shipping_companies: tuple[EasyReturnShippingCompany, ...] = ()
    datasource_detailed: JsonObject | None = None
    extra_product_stock_detailed: JsonObject | None = None
    extra_product_price_detailed: JsonObject | None = None

    @property
    def discounted_price(self) -> Decimal:
        """The price after the item's discount."""
        return self.price - (self.discount_amount or ZERO)

    @property
    def is_cancelled(self) -> bool:
        """Whether the item is out of processing (waiting for that does not count)."""
        return self.status is OrderStatus.CANCELED

    @property
    def active_cancellation_request(self) -> CancellationRequest | None:
        """The newest request that is still open."""
        open_requests = [request for request in self.cancellation_requests if request.is_open]
        return open_requests[-1] if open_requests else None

    @property
    def quantity_left(self) -> int:
        """Units that neither were cancelled nor are spoken for by a request."""
        requested = sum(
            request.quantity
            for request in self.cancellation_requests
            if request.status is not CancellationRequestStatus.REJECTED
        )
        return max(0, self.quantity - self.cancelled_quantity - requested)


@frozen(kw_only=True)
class Checkout:
    """How the order was placed (anonymous-orders, "POST User Anonymous Order").

    Pks and slugs of what the shop knows beside the schema ``UserOrder``.
    """

    remote_addr: str | None = None
    language_code: str | None = None
    delivery_range: str | None = None
    defined_tracking_url: str | None = None
    shipping_tracking_url: str | None = None
    shipping_option_slug: str | None = None
    payment_option_slug: str | None = None
    basket: int | None = None
    shipping_option: int | None = None
    card: int | None = None
    installment: int | None = None
    segment: int | None = None
    checkout_provider: str | None = None


def _nothing(order: "Order") -> Decimal:
    """Zero, with the places of the order's currency."""
    return rounded(ZERO, order.currency)


_NOTHING: Final = Factory(_nothing, takes_self=True)


@frozen(kw_only=True)
class Order:
    """A placed order (schema ``UserOrder``).

    Attributes:
        number: unique, what customers know it by.
        customer_id: whose order it is.
        items: at least one.
        attempts: direct cancellations, oldest first.
        campaigns: applied campaigns (schema ``CompletedOrderResponse``).
        version: raised by each save; the repository's guard against lost updates.
    """

    pk: int
    number: str
    customer_id: int
    status: OrderStatus
    currency: Currency
    amount: Decimal
    created_date: datetime
    user_email: str
    shipping_address: Address
    billing_address: Address
    payment_option: PaymentOption
    items: tuple[OrderItem, ...]
    modified_date: datetime = field(
        default=Factory(lambda order: order.created_date, takes_self=True)
    )
    attempts: tuple[CancellationAttempt, ...] = ()
    version: int = 1
    discount_amount: Decimal = _NOTHING
    shipping_amount: Decimal = _NOTHING
    shipping_tax_rate: Decimal | None = None
    refund_amount: Decimal = _NOTHING
    discount_refund_amount: Decimal = _NOTHING
    shipping_refund_amount: Decimal = _NOTHING
    tracking_url: str | None = None
    tracking_number: str | None = None
    invoice_number: str | None = None
    invoice_date: datetime | None = None
    e_archive_url: str | None = None
    order_type: EnumValue | None = None
    has_gift_box: bool | None = None
    gift_box_note: str | None = None
    notes: str | None = None
    installment_count: int = 1
    installment_interest_amount: Decimal = _NOTHING
    bin_number: str | None = None
    shipping_company: EnumValue | None = None
    client_type: EnumValue = field(default=EnumValue("default", "Default"))
    bank: Bank | None = None
    extra_field: JsonObject | None = None
    discounts: tuple[DiscountItem, ...] = ()
    loyalty_transactions: tuple[LoyaltyTransaction, ...] = ()
    campaigns: tuple[JsonObject, ...] = ()
    checkout: Checkout = field(factory=Checkout)

    @property
    def amount_without_discount(self) -> Decimal:
        """The amount before discounts."""
        return self.amount + self.discount_amount

    @property
    def is_cancelled(self) -> bool:
        """Whether the whole order is out of processing."""
        return self.status is OrderStatus.CANCELED

    @property
    def is_payable(self) -> bool:
        """Whether the order waits for the customer's payment."""
        return self.status is OrderStatus.PAYMENT_WAITING

    @property
    def is_invoiced(self) -> bool:
        """Whether an invoice was written: a number that is not blank."""
        return bool(self.invoice_number and self.invoice_number.strip())

    def item(self, pk: int) -> OrderItem:
        """Return the item with this pk.

        Raises:
            KeyError: the order has no such item.
        """
        for item in self.items:
            if item.pk == pk:
                return item
        raise KeyError(pk)
