"""Order items, just bought or with a past."""

from datetime import datetime
from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from order_domain.money import Currency
from order_domain.orders import OrderItem
from order_domain.products import EasyReturnShippingCompany, Product
from order_domain.statuses import OrderStatus
from order_domain.values import EnumValue
from order_entrypoints.testing._history import with_requests

COURIER = EasyReturnShippingCompany(
    pk=5, name="Courier", shipping_company=EnumValue("courier", "Courier")
)
"""The easy-return company of every item that offers one."""

# Made once: building a strategy costs more than drawing from it.
_QUANTITIES = st.integers(1, 5)
_PRICES = st.integers(0, 10**7)
_NAMES = st.sampled_from(("Mug", "Çaydan", "{name}", "Mug (blue) %s"))
_COMPANIES = st.sampled_from(((), (COURIER,)))
_BOOLEANS = st.booleans()


def amount_of(smallest_units: int, currency: Currency) -> Decimal:
    """Return so many cents (or fils) as an amount with the currency's places."""
    return Decimal(smallest_units).scaleb(-currency.places)


def new_item(draw: st.DrawFn, pk: int, currency: Currency, status: OrderStatus) -> OrderItem:
    """Make an item nothing of which was cancelled or requested."""
    price = draw(_PRICES)
    return OrderItem(
        pk=pk,
        product=Product(pk=pk, sku=f"SKU-{pk}", name=draw(_NAMES)),
        price=amount_of(price, currency),
        discount_amount=amount_of(price // 3, currency) if price % 2 else None,
        status=status,
        quantity=draw(_QUANTITIES),
        available_easy_return_shipping_companies=draw(_COMPANIES),
    )


def with_a_past(draw: st.DrawFn, item: OrderItem, created: datetime) -> OrderItem:
    """Cancel none, some or all units of an item, and make requests for some of the rest."""
    cancelled = draw(st.sampled_from((0, 0, 1, item.quantity)))
    item = evolve(item, units_listed=draw(_BOOLEANS), cancelled_quantity=cancelled)
    return with_requests(draw, item, created)
