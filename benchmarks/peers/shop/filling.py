"""Fills Django's tables with the orders of a file of exported records.

python -m shop.filling FILE
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from shop import models  # noqa: E402

KEPT = {}


def plain(record, model, **more):
    """Return the record's own columns, of choices the value."""
    values = {}
    for field in model._meta.fields:
        if field.is_relation or field.name not in record:
            continue
        value = record[field.name]
        choice = isinstance(value, dict) and value.keys() == {"value", "label"}
        if field.name == "id":
            continue
        values[field.name] = value["value"] if choice else value
    return {**values, **more}


def put(model, record, **more):
    """Keep a record once."""
    if record is None:
        return None
    key = (model, record["pk"])
    if key not in KEPT:
        KEPT[key] = model.objects.create(id=record["pk"], **plain(record, model, **more))
    return KEPT[key]


def put_address(record):
    places = {
        name: put(models.Location, record[name])
        for name in ("country", "city", "township", "district")
    }
    return put(models.Address, record, **places)


def put_order(record):
    order = put(
        models.Order,
        record,
        user=record["customer"],
        shipping_address=put_address(record["shipping_address"]),
        billing_address=put_address(record["billing_address"]),
        payment_option=put(models.PaymentOption, record["payment_option"]),
        bank=put(models.Bank, record["bank"]),
    )
    for item in record["orderitem_set"]:
        kept = put(
            models.OrderItem,
            item,
            order=order,
            product=put(models.Product, item["product"]),
            shipping_option_group=put(models.ShippingOptionGroup, item["shipping_option_group"]),
        )
        for company in item["available_easy_return_shipping_companies"]:
            kept.companies.add(put(models.EasyReturnCompany, company))
    for discount in record["discountitem_set"]:
        models.DiscountItem.objects.create(**plain(discount, models.DiscountItem, order=order))


def main():
    with connection.schema_editor() as editor:
        for model in django.apps.apps.get_app_config("shop").get_models():
            editor.create_model(model)
    with transaction.atomic(), open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["kind"] == "session":
                models.Session.objects.create(key=record["key"], customer=record["customer"])
            if record["kind"] == "order":
                put_order(record)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
