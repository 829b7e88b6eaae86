"""Orders in every situation that the policy tells apart (domain description, section 2).

Each is taken in before the test; ``body`` is what Ada then asks, of the order ``NUMBER``.
"""

from datetime import UTC, datetime, timedelta

from attrs import field, frozen

from integration.real_records import (
    COURIER,
    Json,
    attempt,
    cancellation_request,
    choice,
    item,
    rules,
)
from integration.real_shop import DOES_NOT_FIT, HOME, SHIRT, SOCKS, order

from .visitor import body, line

OLD = {"is_active": True, "time": 60}


@frozen(kw_only=True)
class Situation:
    """What is there, what is asked, and what the policy says.

    Attributes:
        asks_for: the order items in the body.
        reasons: codes, and the order items that they are about.
    """

    records: tuple[Json, ...]
    body: Json = field(factory=lambda: body(line(SHIRT)))
    asks_for: tuple[int, ...] = (SHIRT,)
    reasons: tuple[tuple[str, int | None], ...]


def minutes_ago(minutes: float) -> str:
    """A moment as a record has it."""
    return (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()  # noqa: TID251


def shirt(status: str) -> Json:
    """An order of a shirt, which has this status too."""
    return order(items=[item(SHIRT, status=status)], status=status)


def refund(order_item: int = SHIRT, **more: object) -> Json:
    """A body that asks for a refund with all that it needs."""
    sent_back = line(
        order_item,
        cancellation_type="refund",
        reason=DOES_NOT_FIT,
        shipping_company=COURIER,
        **more,
    )
    return body(sent_back, pickup_address=HOME)


def asked_before(status: str) -> Json:
    """An order of a shirt on which there is a request for a cancellation."""
    request = cancellation_request(
        61, SHIRT, cancellation_type=choice("cancel"), reason=1, status=choice(status)
    )
    asked = item(SHIRT, cancellationrequest_set=[request], active_cancellation_request=request)
    return order(items=[asked])


BY_REQUEST: dict[str, Situation] = {
    "order_status": Situation(
        records=(order(items=[item(SHIRT)], status="preparing"),),
        reasons=(("order_status", None),),
    ),
    "order_status waiting": Situation(
        records=(order(items=[item(SHIRT)], status="waiting"),),
        reasons=(("order_status", None),),
    ),
    "invoiced": Situation(
        records=(order(items=[item(SHIRT)], invoice_number="INV-1"), rules(has_invoice=True)),
        reasons=(("invoiced", None),),
    ),
    "expired": Situation(
        records=(order(created_date=minutes_ago(61)), rules(hour_gap=OLD)),
        reasons=(("expired", None),),
    ),
    "item_status": Situation(
        records=(order(items=[item(SHIRT, status="preparing")]),),
        reasons=(("item_status", SHIRT),),
    ),
    "a refund of what was delivered": Situation(
        records=(shirt("delivered"),),
        body=refund(),
        reasons=(("order_status", None), ("item_status", SHIRT), ("needs_request", SHIRT)),
    ),
    "loyalty money": Situation(
        records=(order(),),
        body=body(line(SHIRT), line(SOCKS), fully_refund_as_loyalty_money=True),
        asks_for=(SHIRT, SOCKS),
        reasons=(("needs_request", SHIRT), ("needs_request", SOCKS)),
    ),
    "a part that Omnitron does not list": Situation(
        records=(order(items=[item(SOCKS, quantity=3, units_listed=False)]),),
        body=body(line(SOCKS, quantity=2)),
        asks_for=(SOCKS,),
        reasons=(("needs_request", SOCKS),),
    ),
    "everything that defers": Situation(
        records=(
            order(
                items=[item(SHIRT, status="preparing"), item(SOCKS, quantity=3)],
                status="preparing",
                invoice_number="INV-1",
            ),
            rules(has_invoice=True, hour_gap=OLD),
        ),
        body=body(line(SHIRT), line(SOCKS), fully_refund_as_loyalty_money=True),
        asks_for=(SHIRT, SOCKS),
        reasons=(
            ("order_status", None),
            ("invoiced", None),
            ("expired", None),
            ("item_status", SHIRT),
            ("needs_request", SHIRT),
            ("needs_request", SOCKS),
        ),
    ),
}

REFUSED: dict[str, Situation] = {
    "already_cancelled": Situation(
        records=(shirt("canceled"),),
        reasons=(("already_cancelled", None), ("order_status", None), ("item_status", SHIRT)),
    ),
    "in_progress, the order waits": Situation(
        records=(shirt("cancellation_waiting"),),
        reasons=(("in_progress", None), ("order_status", None), ("item_status", SHIRT)),
    ),
    "in_progress, an attempt is claimed": Situation(
        records=(order(attempts=[attempt("claimed", SHIRT)]),),
        reasons=(("in_progress", None),),
    ),
    "in_progress, an attempt's end is unknown": Situation(
        records=(order(attempts=[attempt("unknown", SOCKS)]),),
        body=body(line(SOCKS), line(SHIRT)),
        reasons=(("in_progress", None),),
    ),
    "item_status, shipped": Situation(
        records=(order(items=[item(SHIRT, status="shipped")]),),
        reasons=(("item_status", SHIRT),),
    ),
    "item_status, refunded": Situation(
        records=(order(items=[item(SHIRT, status="refunded")]),),
        reasons=(("item_status", SHIRT),),
    ),
    "item_status, one of two": Situation(
        records=(order(items=[item(SHIRT), item(SOCKS, "Socks", status="delivered")]),),
        body=body(line(SHIRT), line(SOCKS)),
        reasons=(("item_status", SOCKS),),
    ),
    "item_status, a refund of what was not shipped": Situation(
        records=(shirt("approved"),),
        body=refund(),
        reasons=(("item_status", SHIRT), ("needs_request", SHIRT)),
    ),
    "request_exists": Situation(
        records=(asked_before("open"),),
        reasons=(("request_exists", SHIRT),),
    ),
    "request_exists, approved by the back office": Situation(
        records=(asked_before("approved"),),
        reasons=(("request_exists", SHIRT),),
    ),
    "what the merchant refuses": Situation(
        records=(
            order(
                items=[item(SHIRT)],
                status="preparing",
                invoice_number="INV-1",
                created_date=minutes_ago(61),
            ),
            rules(has_invoice=True, hour_gap=OLD, refuse=["order_status", "invoiced", "expired"]),
        ),
        reasons=(("order_status", None), ("invoiced", None), ("expired", None)),
    ),
    "a reason that defers beside one that refuses": Situation(
        records=(order(items=[item(SHIRT, status="shipped")], status="shipped"),),
        reasons=(("order_status", None), ("item_status", SHIRT)),
    ),
}

DIRECT: dict[str, Situation] = {
    "as it is": Situation(records=(order(),), reasons=()),
    "in time": Situation(
        records=(order(created_date=minutes_ago(30)), rules(hour_gap=OLD)), reasons=()
    ),
    "from the future": Situation(
        records=(order(created_date=minutes_ago(-300)), rules(hour_gap=OLD)), reasons=()
    ),
    "invoiced, where the shop does not mind": Situation(
        records=(order(invoice_number="INV-1"), rules(has_invoice=False)), reasons=()
    ),
    "no invoice, where the shop minds": Situation(
        records=(order(invoice_number=" "), rules(has_invoice=True)), reasons=()
    ),
    "old, where there is no limit": Situation(
        records=(order(), rules(hour_gap={"is_active": False, "time": 1})), reasons=()
    ),
    "asked before and rejected": Situation(records=(asked_before("rejected"),), reasons=()),
    "another item is under way": Situation(
        records=(order(attempts=[attempt("claimed", SOCKS)]),), reasons=()
    ),
}

MESSAGES = {
    "already_cancelled": "Order already cancelled!",
    "in_progress": "Order cancellation already in progress.",
    "order_status": "Order can't be cancelled in this status.",
    "invoiced": "Invoiced orders can not cancel",
    "expired": "Order cancellation expired.",
    "item_status": "Order Item ({name}) can't be cancelled in this status.",
    "request_exists": "Cancellation request already exists for this order item",
    "needs_request": "This cancellation needs a request.",
}
"""The documents' exact words; the last are this project's."""

NAMES = {SHIRT: "Linen shirt", SOCKS: "Socks"}


def told(situation: Situation) -> list[Json]:
    """The reasons as a preview tells them."""
    return [
        {"code": code, "message": _message(code, order_item), "order_item": order_item}
        for code, order_item in situation.reasons
    ]


def _message(code: str, order_item: int | None) -> str:
    name = "" if order_item is None else NAMES[order_item]
    return MESSAGES[code].format(name=name)
