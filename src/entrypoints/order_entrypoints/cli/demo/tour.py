"""The tour: one step for each thing that can happen, each checked.

Every step is a real HTTP request; what the service answers is compared with what the
documents say it must be, and a step that goes wrong ends the tour.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec
from attrs import frozen

from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron
from order_domain.ports import OrderNumberSigner
from order_domain.values import is_object
from order_entrypoints.cli.demo import data
from order_entrypoints.cli.demo.data import DemoOrder, Json
from order_entrypoints.cli.demo.visitor import Answer, Visitor
from order_entrypoints.cli.failures import CommandFailedError

Ask: TypeAlias = Callable[[], Answer]

HIGHLIGHTS = ("outcome", "reasons", "direct_until", "status", "non_field_errors", "error_code")
"""What of an answer is shown, where it is there."""

WIDEST = 160


@frozen
class Step:
    """A step: what it shows, how to ask, and the status and words that must come back."""

    title: str
    ask: Ask
    status: int
    words: str = ""


@frozen(kw_only=True)
class Tour:
    """Who goes round, and where."""

    visitor: Visitor
    stranger: Visitor
    signer: OrderNumberSigner
    omnitron: SandboxOmnitron

    def run(self, show: Callable[[str], None]) -> None:
        """Take every step.

        Raises:
            CommandFailedError: a step did not go as it must.
        """
        for number, step in enumerate(self._steps(), start=1):
            answer = step.ask()
            show(f"{number:2}. {step.title}\n      {answer.status} {_excerpt(answer.body)}")
            said = msgspec.json.encode(answer.body).decode()
            if answer.status != step.status or step.words not in said:
                raise CommandFailedError(
                    f"Step {number} went wrong: expected {step.status} {step.words!r}, "
                    f"got {answer.status} {said}"
                )
        sent = len(self.omnitron.ledger.cancels)
        show(f"\nOmnitron received {sent} cancellations; each was sent once.")

    def _steps(self) -> Iterator[Step]:
        yield from self._direct()
        yield from self._by_request()
        yield from self._refused()
        yield from self._addresses()

    def _direct(self) -> Iterator[Step]:
        order = data.TODAY
        page = f"/orders/completed/{self.signer.sign(order.number)}/?format=json"
        yield Step("A completed order, by its signed number", self._get(page), 200, order.number)
        yield Step("The same without a session", lambda: self.stranger.get(page), 401)
        yield Step(
            "What would cancelling the shirt do?",
            self._cancel(order, 1, preview=True),
            200,
            '"outcome":"direct"',
        )
        yield Step("Cancel the shirt: done at once", self._cancel(order, 1), 204)
        yield Step("Its status is cancellation_waiting", self._get(page), 200, "cancellation_wait")
        yield Step("Cancel one of two pairs of socks", self._cancel(order, 2, quantity=1), 204)

    def _by_request(self) -> Iterator[Step]:
        old, invoiced, delivered = data.YESTERDAY, data.INVOICED, data.DELIVERED
        yield Step(
            "Would yesterday's coat go at once? No, and why",
            self._cancel(old, 1, preview=True),
            200,
            "Order cancellation expired.",
        )
        yield Step("Cancel it: the shop is asked", self._cancel(old, 1), 200, '"open"')
        yield Step(
            "Once more: it has been asked already",
            self._cancel(old, 1),
            400,
            "cancellation_request_100_1",
        )
        yield Step("An invoiced order: the shop is asked", self._cancel(invoiced, 1), 200, '"open"')
        yield Step(
            "Send the sneakers back, but from where?",
            self._refund(delivered, 1, address=None),
            406,
            "cancellation_request_100_8",
        )
        yield Step(
            "Send them back from home", self._refund(delivered, 1, address=data.HOME), 200, "refund"
        )
        yield Step("Omnitron says no to the belt: the shop is asked", self._refused_belt, 200)

    def _refused(self) -> Iterator[Step]:
        shipped = data.SHIPPED
        yield Step("A shipped order cannot be cancelled", self._cancel(shipped, 1), 400, "Tea pot")
        yield Step("Every error at once, by field", self._nonsense, 400, "pickup_address")
        yield Step("Without the CSRF token", self._without_token, 403)
        yield Step("Somebody else's order", self._cancel(shipped, 1, number="1"), 404)

    def _addresses(self) -> Iterator[Step]:
        yield Step("Deliver to the office instead", self._move(data.TODAY), 200, '"status":2')
        yield Step("Too late for what was shipped", self._move(data.SHIPPED), 400, "order_100_3")

    def _get(self, path: str) -> Ask:
        return lambda: self.visitor.get(path)

    def _cancel(
        self,
        order: DemoOrder,
        position: int,
        *,
        quantity: int | None = None,
        preview: bool = False,
        number: str | None = None,
    ) -> Ask:
        line = _line(order, position, "cancel", data.CHANGED_MY_MIND, quantity=quantity)
        path = f"/orders/{number or order.number}/cancel/{'preview/' if preview else ''}"
        return lambda: self.visitor.post(path, {"cancel_order_items": [line]})

    def _refund(self, order: DemoOrder, position: int, *, address: int | None) -> Ask:
        line = _line(order, position, "refund", data.WRONG_SIZE, shipping_company=data.COURIER)
        body = {"cancel_order_items": [line], "pickup_address": address}
        return lambda: self.visitor.post(f"/orders/{order.number}/cancel/", body)

    def _refused_belt(self) -> Answer:
        self.omnitron.faults.add(on="cancel", fault=Fault.REFUSE)
        return self._cancel(data.TODAY, 3)()

    def _nonsense(self) -> Answer:
        line = _line(data.TODAY, 2, "cancel", 99, quantity=5)
        body = {"cancel_order_items": [line, {"order_item": "x"}], "pickup_address": 999}
        return self.visitor.post(f"/orders/{data.TODAY.number}/cancel/", body)

    def _without_token(self) -> Answer:
        bare = Visitor(self.visitor.base, self.visitor.session)
        return bare.post(f"/orders/{data.TODAY.number}/cancel/", {})

    def _move(self, order: DemoOrder) -> Ask:
        body = {
            "order": order.pk,
            "address": data.OFFICE,
            "order_address_types": ["shipping"],
        }
        return lambda: self.visitor.post("/orders/address_change/", body)


def _line(order: DemoOrder, position: int, kind: str, reason: int, **more: object) -> Json:
    return {
        "order_item": order.item(position),
        "cancellation_type": kind,
        "reason": reason,
        **more,
    }


def _excerpt(body: object) -> str:
    """The telling parts of an answer, on one line."""
    if body is None:
        return "(no body)"
    told = {name: body[name] for name in HIGHLIGHTS if name in body} if is_object(body) else {}
    text = msgspec.json.encode(told or body).decode()
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 3]}..."
