"""The demo's shop: a customer, her address book, and an order for each thing to show.

Plain records in the import format; times are counted back from now.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias

from attrs import frozen

Json: TypeAlias = dict[str, object]

ADA = 7
HOME, OFFICE = 41, 42
CHANGED_MY_MIND, OTHER_REASON, WRONG_SIZE = 1, 2, 3
COURIER = 5


@frozen(kw_only=True)
class DemoOrder:
    """An order of the demo.

    Attributes:
        pk: also where its items' pks come from: ten times it, plus 1, 2, …
        age: minutes since it was placed.
        products: (name, quantity, price of all) of each item.
    """

    pk: int
    age: int
    status: str
    products: tuple[tuple[str, int, str], ...]
    invoice: str | None = None

    @property
    def number(self) -> str:
        """What the customer knows it by."""
        return f"27454030293{self.pk}"

    def item(self, position: int) -> int:
        """Return the pk of the item at this position, from 1."""
        return self.pk * 10 + position


TODAY = DemoOrder(
    pk=100,
    age=10,
    status="approved",
    products=(("Linen shirt", 1, "899.90"), ("Socks", 2, "159.80"), ("Belt", 1, "349.50")),
)
YESTERDAY = DemoOrder(
    pk=101, age=26 * 60, status="approved", products=(("Rain coat", 1, "2499.00"),)
)
INVOICED = DemoOrder(
    pk=102,
    age=30,
    status="approved",
    products=(("Desk lamp", 1, "749.00"),),
    invoice="INV-2026-00102",
)
SHIPPED = DemoOrder(
    pk=103, age=3 * 24 * 60, status="shipped", products=(("Tea pot", 1, "1150.00"),)
)
DELIVERED = DemoOrder(
    pk=104, age=9 * 24 * 60, status="delivered", products=(("Sneakers", 1, "3299.00"),)
)
ORDERS = (TODAY, YESTERDAY, INVOICED, SHIPPED, DELIVERED)

RULES: Json = {"has_invoice": True, "hour_gap": {"is_active": True, "time": 60}}


def records(now: datetime, session_key: str) -> Iterator[Json]:
    """Give the shop's records.

    Args:
        now: the demo's beginning.
        session_key: of a session for the customer, good for a day.
    """
    yield {"kind": "customer", "id": ADA, "email": "ada@example.com", "is_guest": False}
    expires = (now + timedelta(days=1)).isoformat()
    yield {"kind": "session", "key": session_key, "customer": ADA, "expires": expires}
    for pk, title in ((HOME, "Home"), (OFFICE, "Office")):
        yield {"kind": "address", "customer": ADA, **_address(pk, title)}
    yield _reason(CHANGED_MY_MIND, "cancel", "I changed my mind")
    yield _reason(OTHER_REASON, "cancel", "Another reason", needs_text=True)
    yield _reason(WRONG_SIZE, "refund", "It does not fit")
    yield {"kind": "setting", "name": "EXTRA_CANCEL_RULES", "value": RULES}
    for order in ORDERS:
        yield _order(order, now)


def _reason(pk: int, kind: str, subject: str, *, needs_text: bool = False) -> Json:
    return {
        "kind": "cancellation_reason",
        "id": pk,
        "cancellation_type": kind,
        "subject": subject,
        "extra_information_needed": needs_text,
    }


def _address(pk: int, title: str) -> Json:
    return {
        "pk": pk,
        "title": title,
        "first_name": "Ada",
        "last_name": "Byron",
        "email": "ada@example.com",
        "phone_number": "05550000000",
        "line": f"{pk} Bosphorus Street",
        "country": {"pk": 1, "name": "Türkiye", "code": "tr"},
        "city": {"pk": 34, "name": "İstanbul"},
        "user": ADA,
    }


def _order(order: DemoOrder, now: datetime) -> Json:
    created = (now - timedelta(minutes=order.age)).isoformat()
    total = sum(float(price) for _, _, price in order.products)
    return {
        "kind": "order",
        "customer": ADA,
        "pk": order.pk,
        "number": order.number,
        "status": order.status,
        "currency": "try",
        "amount": f"{total:.2f}",
        "user_email": "ada@example.com",
        "invoice_number": order.invoice,
        "created_date": created,
        "shipping_address": _address(HOME, "Home"),
        "billing_address": _address(HOME, "Home"),
        "payment_option": {
            "pk": 1,
            "name": "Credit card",
            "payment_type": "credit_card",
            "slug": "credit-card",
        },
        "orderitem_set": [
            _item(order, position, *product)
            for position, product in enumerate(order.products, start=1)
        ],
        "campaigns": [],
    }


def _item(order: DemoOrder, position: int, name: str, quantity: int, price: str) -> Json:
    company = {"value": "demo-courier", "label": "Demo Courier"}
    return {
        "pk": order.item(position),
        "product": {"pk": 9000 + order.item(position), "sku": f"SKU-{position}", "name": name},
        "price": price,
        "quantity": quantity,
        "status": order.status,
        "available_easy_return_shipping_companies": [
            {"pk": COURIER, "name": "Demo Courier", "shipping_company": company}
        ],
    }
