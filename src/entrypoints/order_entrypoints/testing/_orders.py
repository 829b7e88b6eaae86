"""Orders, and the customers and addresses that they need."""

from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from order_domain.addresses import Address, Location
from order_domain.customers import Customer
from order_domain.money import Currency
from order_domain.orders import Checkout, Order, OrderItem
from order_domain.payments import Bank, DiscountItem, LoyaltyTransaction, PaymentOption
from order_domain.products import ShippingOptionGroup
from order_domain.statuses import DIRECTLY_CANCELLABLE, OrderStatus
from order_domain.values import EnumValue
from order_entrypoints.testing._history import some_attempts
from order_entrypoints.testing._items import amount_of, new_item, with_a_past
from order_entrypoints.testing._time import some_instant

_HOME = Address(
    pk=1,
    first_name="Ada",
    last_name="Lovelace",
    line="1 Main St",
    title="Home",
    country=Location(1, "Turkey", "tr"),
    city=Location(34, "İstanbul"),
)
_CARD = PaymentOption(pk=1, name="Card", payment_type="credit_card", slug="card")
_LOYALTY_UUID = "7f0d9a52-0000-4000-8000-000000000001"

# Made once: building a strategy costs more than drawing from it.
_PKS = st.integers(1, 10**8)
_NAMES = st.sampled_from(("ada", "Grace.Hopper", "o'neill", "maría+shop"))
_BOOLEANS = st.booleans()
_ADDRESSES = st.sampled_from(
    (
        _HOME,
        evolve(_HOME, line="1 Main St\nFlat 5", postcode="34000", is_corporate=True),
        evolve(_HOME, first_name="Şükrü", last_name="O'Neill", is_corporate=False),
    )
)
_CURRENCIES = st.sampled_from(Currency)
_CANCELLABLE = st.sampled_from(sorted(DIRECTLY_CANCELLABLE))
_ANY_STATUS = st.sampled_from(OrderStatus)
_ITEM_NUMBERS = st.sampled_from((range(1), range(2), range(3)))
_VERSIONS = st.integers(1, 9)
_INVOICES = st.sampled_from((None, "", " \t", "INV-0001"))


def some_customer(draw: st.DrawFn) -> Customer:
    """Make a customer, registered or guest."""
    pk = draw(_PKS)
    return Customer(id=pk, email=f"{draw(_NAMES)}.{pk}@example.com", is_guest=draw(_BOOLEANS))


def some_address(draw: st.DrawFn, user: int | None) -> Address:
    """Make an address in the book of ``user``."""
    return evolve(draw(_ADDRESSES), pk=draw(_PKS), user=user)


def some_order(draw: st.DrawFn, placed_by: Customer) -> Order:
    """Make an order; half of them as just placed, half with a past."""
    is_new = draw(_BOOLEANS)
    order = _new_order(draw, placed_by, draw(_CANCELLABLE if is_new else _ANY_STATUS))
    if draw(_BOOLEANS):
        order = _with_every_field(order)
    return order if is_new else _with_a_past(draw, order)


def _new_order(draw: st.DrawFn, placed_by: Customer, status: OrderStatus) -> Order:
    pk, currency = draw(_PKS), draw(_CURRENCIES)
    items = tuple(new_item(draw, 10 * pk + n, currency, status) for n in draw(_ITEM_NUMBERS))
    shipping = amount_of(999, currency)
    return Order(
        pk=pk,
        number=f"N{pk}",
        customer_id=placed_by.id,
        status=status,
        currency=currency,
        amount=sum((item.discounted_price for item in items), start=shipping),
        shipping_amount=shipping,
        created_date=some_instant(draw),
        user_email=placed_by.email,
        shipping_address=some_address(draw, placed_by.id),
        billing_address=some_address(draw, placed_by.id),
        payment_option=_CARD,
        items=items,
        version=draw(_VERSIONS),
        invoice_number=draw(_INVOICES),
    )


def _with_a_past(draw: st.DrawFn, order: Order) -> Order:
    items = tuple(
        with_a_past(draw, _in_some_status(draw, item), order.created_date) for item in order.items
    )
    return evolve(order, items=items, attempts=some_attempts(draw, items, order.created_date))


def _in_some_status(draw: st.DrawFn, item: OrderItem) -> OrderItem:
    return evolve(item, status=draw(_ANY_STATUS)) if draw(_BOOLEANS) else item


def _with_every_field(order: Order) -> Order:
    """Set the fields that most orders leave empty."""
    amount = amount_of(100, order.currency)
    discount = DiscountItem(
        name="Spring",
        amount=amount,
        created_date=order.created_date,
        order_number=order.number,
        currency=order.currency,
    )
    return evolve(
        order,
        discount_amount=amount,
        shipping_tax_rate=Decimal("20.00"),
        tracking_number="TRK-1",
        order_type=EnumValue("gift", "Gift"),
        has_gift_box=True,
        gift_box_note="Nice to meet you, Şükrü!",
        shipping_company=EnumValue("courier", "Courier"),
        bank=Bank(pk=1, name="Bank", slug="bank"),
        extra_field={"source": {"app": True, "tags": ["a", None]}},
        discounts=(discount,),
        loyalty_transactions=(LoyaltyTransaction(pk=1, uuid=_LOYALTY_UUID, amount=amount),),
        campaigns=({"pk": 1, "name": "Spring"},),
        checkout=Checkout(language_code="tr", basket=order.pk),
        items=tuple(_item_with_every_field(item, amount) for item in order.items),
    )


def _item_with_every_field(item: OrderItem, amount: Decimal) -> OrderItem:
    shipping = ShippingOptionGroup(pk=1, amount=amount, shipping_option_name="Standard")
    return evolve(item, shipping_option_group=shipping, extra_field={"engraving": "Ada"})
