"""The list, one order, and its cancellation."""

import os

import httpx
from django.db import transaction
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet
from shop.models import Order
from shop.serializers import DIRECT, OrderSerializer

omnitron = httpx.Client(base_url=os.environ.get("OMNITRON_URL", ""), timeout=10)
LOCATIONS = ("country", "city", "township", "district")


class OrderView(ReadOnlyModelViewSet):
    serializer_class = OrderSerializer

    def get_queryset(self):
        addresses = [
            f"{address}__{location}"
            for address in ("shipping_address", "billing_address")
            for location in LOCATIONS
        ]
        return (
            Order.objects.filter(user=self.request.user.customer)
            .select_related("payment_option", "bank", *addresses)
            .prefetch_related(
                "orderitem_set__product",
                "orderitem_set__shipping_option_group",
                "orderitem_set__companies",
                "orderitem_set__cancellationrequest_set",
                "discountitem_set",
                "loyaltytransaction_set",
            )
            .order_by("-created_date", "-id")
        )

    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        with transaction.atomic():
            order = self.get_queryset().select_for_update(of=("self",)).get(pk=pk)
            items = order.orderitem_set.all()
            if order.status not in DIRECT or any(item.status not in DIRECT for item in items):
                return Response({"non_field_errors": ["Not possible."]}, status=400)
            order.status = "cancellation_waiting"
            order.save(update_fields=["status"])
        omnitron.post(
            f"/orders/{order.pk}/cancel/", json={"order": order.number}
        ).raise_for_status()
        with transaction.atomic():
            order.status = "canceled"
            order.save(update_fields=["status"])
            for item in items:
                item.status = "canceled"
                item.save(update_fields=["status"])
        return Response(status=204)
