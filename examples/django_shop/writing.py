"""How an order gets into the models, in one transaction.

It belongs to `orders.py` beside; see there.
"""

from collections.abc import Generator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from kept_orders import dump, images, numbered

from django_shop.models import KeptDecision, KeptImage, KeptItem, KeptOrder, LastNumber
from order_adapters.django import asking_django
from order_domain import Order
from order_domain.decisions import LoggedDecision
from order_domain.ports import DuplicateOrderError


@contextmanager
def writing(order: Order) -> Generator[None]:
    """Keep all that is done within, or nothing.

    Raises:
        DuplicateOrderError: a key of the order is another's.
    """
    try:
        with asking_django(), transaction.atomic():
            yield
    except IntegrityError as error:
        raise DuplicateOrderError(f"{order.number}: {error}") from error


def put(order: Order, decision: LoggedDecision | None = None) -> Order:
    """Keep the order in the row that it has, and the decision behind it; return it with pks."""
    last, _ = LastNumber.objects.select_for_update().get_or_create(pk=1)
    order, last.value = numbered(order, last.value)
    last.save()
    row = KeptOrder(document=dump(order), **keys(order))
    row.save(force_update=True)
    row.items.all().delete()
    row.images.all().delete()
    KeptItem.objects.bulk_create(KeptItem(id=item.pk, order=row) for item in order.items)
    KeptImage.objects.bulk_create(KeptImage(name=one.image, order=row) for one in images(order))
    if decision is not None:
        KeptDecision.objects.create(document=dump(decision))
    return order


def keys(order: Order) -> dict[str, object]:
    """Return what an order is looked for by."""
    return {
        "id": order.pk,
        "number": order.number,
        "customer_id": order.customer_id,
        "created_date": order.created_date,
        "version": order.version,
    }
