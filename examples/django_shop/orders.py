"""The repository: the port `order_domain.ports.Orders` on this app's models.

cancel_items(number, selection, customer, orders=DjangoOrders(), …)
"""

from attrs import evolve
from django.db import DataError
from kept_orders import load

from django_shop.models import KeptOrder
from django_shop.writing import keys, put, writing
from order_adapters.django import asking_django
from order_domain import Order
from order_domain.decisions import LoggedDecision
from order_domain.ports import StaleOrderError
from order_domain.visibility import LatestOrders


class DjangoOrders:
    def by_pk(self, pk: int) -> Order | None:
        return _found(pk=pk)

    def by_number(self, number: str) -> Order | None:
        return _found(number=number)

    def by_item(self, item_pk: int) -> Order | None:
        return _found(items__pk=item_pk)

    def by_image(self, name: str) -> Order | None:
        return _found(images__name=name)

    def latest(self, customer_id: int) -> LatestOrders | None:
        own = KeptOrder.objects.filter(customer_id=customer_id).order_by("created_date", "pk")
        with asking_django():
            pks = list(own.values_list("pk", flat=True))
        return LatestOrders(by_pk=max(pks), by_creation=pks[-1]) if pks else None

    def add(self, order: Order) -> None:
        with writing(order):
            KeptOrder.objects.create(**keys(order))
            put(order)

    def save(
        self, order: Order, *, was: Order | None = None, decision: LoggedDecision | None = None
    ) -> Order:
        with writing(order):
            kept = KeptOrder.objects.filter(pk=order.pk, version=order.version)
            if not kept.update(version=order.version + 1):
                raise StaleOrderError(order.number)
            return put(evolve(order, version=order.version + 1), decision)


def _found(**by: object) -> Order | None:
    try:
        with asking_django():
            text = KeptOrder.objects.filter(**by).values_list("document", flat=True).first()
    except (ValueError, DataError):  # no text for a database, such as a NUL for PostgreSQL
        return None
    return None if text is None else load(text, Order)
