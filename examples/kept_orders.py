"""What repositories of one's own have in common: orders as JSON texts, and pks in them.

    assert load(dump(order), Order) == order

The domain's classes are plain attrs classes, so that any library that knows attrs can write
them. `own_repository` and `django_shop` import this.
"""

from collections.abc import Iterator
from datetime import time
from decimal import Decimal
from itertools import count

from attrs import evolve
from cattrs.preconf.json import make_converter

from order_domain import CancellationRequest, CancellationRequestImage, Order

_json = make_converter()
_json.register_unstructure_hook(Decimal, str)
_json.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_json.register_unstructure_hook(time, time.isoformat)
_json.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
# What belongs to others is kept as it came.
_json.register_structure_hook_func(lambda kind: kind is object, lambda anything, _: anything)

dump, load = _json.dumps, _json.loads


def requests(order: Order) -> list[CancellationRequest]:
    """Return the cancellation requests on all items."""
    return [request for item in order.items for request in item.cancellation_requests]


def images(order: Order) -> list[CancellationRequestImage]:
    """Return the pictures that came with requests."""
    return [image for request in requests(order) for image in request.images]


def numbered(order: Order, last: int) -> tuple[Order, int]:
    """Give pks above ``last`` to requests and pictures without; return the new last pk too."""
    given = [part.pk or 0 for part in (*requests(order), *images(order))]
    pks = count(max([last, *given]) + 1)
    items = []
    for item in order.items:
        with_pks = tuple(_with_pks(request, pks) for request in item.cancellation_requests)
        items.append(evolve(item, cancellation_requests=with_pks))
    return evolve(order, items=tuple(items)), next(pks) - 1


def _with_pks(request: CancellationRequest, pks: Iterator[int]) -> CancellationRequest:
    pk = request.pk or next(pks)
    images = tuple(evolve(image, pk=image.pk or next(pks)) for image in request.images)
    return evolve(request, pk=pk, images=images)
