import json

import pytest

from order_adapters.omnitron import OmnitronGateway
from order_adapters.omnitron.sandbox import Fault, SandboxOmnitron, entry_pk, order_pk
from order_domain.cancellation.outcomes import Accepted, NotAccepted
from order_domain.ports import OmnitronOrder
from order_domain.statuses import OrderStatus

from .conftest import NewGateway, Serve
from .scripted import http
from .shop import Shop, item, order

ORDER = OmnitronOrder(pk=9, number="N1", status=OrderStatus.APPROVED, items=())


def test_a_cancellation_is_one_post_in_omnitrons_words(
    serve: Serve, new_gateway: NewGateway
) -> None:
    server = serve(http(200, "{}"))

    outcome = new_gateway(server.url).cancel(ORDER, {12: 3, 11: 4})

    assert outcome == Accepted("Omnitron answered 200.")
    (post,) = server.of("/cancel/")
    assert post.line == "POST /api/v1/orders/9/cancel/ HTTP/1.1"
    assert post.json == {
        "order": 9,
        "cancel_items": [12, 11],
        "reasons": {"12": 3, "11": 4},
        "forced_refund_amount": None,
    }


def test_cancelled_entries_wait_and_the_order_with_the_last_of_them(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1, item(10, quantity=2)))
    before = gateway.order("N1")
    assert before is not None

    first = gateway.cancel(before, {entry_pk(10, 1): 3})
    between = gateway.order("N1")
    second = gateway.cancel(before, {entry_pk(10, 0): 3})
    after = gateway.order("N1")

    assert (first, second) == (Accepted("Omnitron answered 200."),) * 2
    assert between is not None
    assert after is not None
    assert [entry.status for entry in between.items] == ["approved", "cancellation_waiting"]
    assert between.status is OrderStatus.APPROVED
    assert after.status is OrderStatus.CANCELLATION_WAITING
    assert [(entry.order, entry.items, entry.acted) for entry in sandbox.ledger.cancels] == [
        (order_pk(1), (entry_pk(10, 1),), True),
        (order_pk(1), (entry_pk(10, 0),), True),
    ]


def test_a_refusal_comes_with_omnitrons_words(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1, item(10, OrderStatus.SHIPPED)))
    found = gateway.order("N1")
    assert found is not None

    outcome = gateway.cancel(found, {entry_pk(10): 3})

    assert outcome == NotAccepted(
        "Omnitron refused (400): Order item 10000 is shipped and cannot be cancelled.; "
        "code: order_item_not_cancellable"
    )
    assert [entry.acted for entry in sandbox.ledger.cancels] == [False]


@pytest.mark.parametrize(
    ("answer", "note"),
    [
        (http(400, '{"detail": "no\\u0000\\nway", "code": "x"}'), "(400): no  way; code: x"),
        (http(400, '["one", "two"]'), "(400): one two"),
        (http(404, "<html>"), "(404): Omnitron answered 404 without saying why."),
        (http(406, '"Service failure"'), "(406): Service failure"),
        (http(409), "(409): Omnitron answered 409 without saying why."),
        (http(429, '{"reasons": {"7": ["Bad", 5]}}'), "(429): reasons.7: Bad 5"),
    ],
)
def test_any_4xx_is_a_refusal(
    serve: Serve, new_gateway: NewGateway, answer: bytes, note: str
) -> None:
    server = serve(answer)

    outcome = new_gateway(server.url).cancel(ORDER, {12: 3})

    assert outcome == NotAccepted(f"Omnitron refused {note}")
    assert len(server.of("/cancel/")) == 1


def test_omnitrons_words_are_shortened(serve: Serve, new_gateway: NewGateway) -> None:
    server = serve(http(400, json.dumps({f"field{n}": ["x" * 500] for n in range(500)})))

    outcome = new_gateway(server.url).cancel(ORDER, {12: 3})

    assert isinstance(outcome, NotAccepted)
    assert len(outcome.note) < 350
    assert outcome.note.endswith("…")


def test_a_401_is_a_refusal_never_repeated_and_the_next_call_logs_in(
    shop: Shop, sandbox: SandboxOmnitron, gateway: OmnitronGateway
) -> None:
    shop.add(order(1))
    found = gateway.order("N1")
    assert found is not None
    sandbox.faults.add(on="cancel", fault=Fault.EXPIRE_TOKEN)

    first = gateway.cancel(found, {entry_pk(10): 3})
    posts_of_the_first = len(sandbox.ledger.cancels)
    second = gateway.cancel(found, {entry_pk(10): 3})

    assert first == NotAccepted("Omnitron refused (401): Invalid token.")
    assert posts_of_the_first == 1
    assert second == Accepted("Omnitron answered 200.")
    assert [entry.status for entry in sandbox.ledger.cancels] == [401, 200]
    assert len(sandbox.ledger.of("login")) == 2
