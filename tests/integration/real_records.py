"""Records in the import format, every documented field filled as the examples are.

Source of the values: anonymous-orders, "Example Response"; the schemas ``UserOrder``,
``UserOrderItem``, ``Address`` and ``CancellationRequest``. What a test wants otherwise it
names: ``order(status="preparing")``.
"""

from collections.abc import Sequence
from typing import TypeAlias

Json: TypeAlias = dict[str, object]

CREATED = "2024-10-24T09:32:05.544358Z"
COURIER = 5
"""The company that fetches items back."""
FAR_OFF = "2099-01-01T00:00:00Z"


def customer(pk: int, email: str, *, is_guest: bool = False) -> Json:
    return {"kind": "customer", "id": pk, "email": email, "is_guest": is_guest}


def session(key: str, owner: int, expires: str = FAR_OFF) -> Json:
    return {"kind": "session", "key": key, "customer": owner, "expires": expires}


def reason(pk: int, cancellation_type: str, subject: str, **more: object) -> Json:
    label = cancellation_type.title()
    return {
        "kind": "cancellation_reason",
        "id": pk,
        "uuid": f"62eeea09-2f48-4db8-9ca5-{pk:012}",
        "cancellation_type": {"value": cancellation_type, "label": label},
        "subject": subject,
        "extra_information_needed": False,
        "is_active": True,
        "order": 100,
        "translations": {"tr": {"subject": f"{subject} (tr)"}},
        "created_date": "2023-01-16T19:39:35.592560Z",
        "modified_date": "2023-01-16T19:39:35.592575Z",
        **more,
    }


def setting(name: str, value: object) -> Json:
    return {"kind": "setting", "name": name, "value": value}


def rules(**value: object) -> Json:
    return setting("EXTRA_CANCEL_RULES", value)


def address(pk: int, owner: int, **more: object) -> Json:
    return {"kind": "address", "customer": owner, **address_fields(pk, owner, **more)}


def address_fields(pk: int, owner: int, **more: object) -> Json:
    return {
        "pk": pk,
        "id": pk,
        "email": "john.doe@akinon.com",
        "phone_number": "05550000000",
        "first_name": "John",
        "last_name": "Doe",
        "country": location(1, "Türkiye", "tr"),
        "city": location(47, "İstanbul", "34"),
        "line": "Maslak Mah. Büyükdere Cad. No: 5\nKat 3",
        "title": "Home",
        "township": location(209, "Sarıyer", "1"),
        "district": location(2194, "Maslak", ""),
        "postcode": "34485",
        "notes": "Ring twice",
        "company_name": "Akinon",
        "tax_office": "Maslak",
        "tax_no": "1234567890",
        "e_bill_taxpayer": False,
        "hash_data": "2f1a9d2d8e7c",
        "address_type": choice("customer", "Customer"),
        "retail_store": {"pk": 3, "name": "Maslak", "hours": [9, 18]},
        "remote_id": "a-41",
        "identity_number": "11111111111",
        "extra_field": {"floor": {"number": 3}},
        "user": owner,
        "is_corporate": False,
        "primary": True,
        **more,
    }


def location(pk: int, name: str, code: str) -> Json:
    return {"pk": pk, "id": pk, "name": name, "code": code}


def choice(value: str, label: str = "") -> Json:
    return {"value": value, "label": label or value.replace("_", " ").capitalize()}


def order(
    pk: int,
    number: str,
    owner: int,
    *,
    items: Sequence[Json],
    status: str = "approved",
    **more: object,
) -> Json:
    """An order; each item is told whose it is."""
    return {
        "kind": "order",
        "customer": owner,
        **_order_fields(pk, number, owner),
        **_anonymous_fields(),
        "status": choice(status),
        "is_payable": status == "payment_waiting",
        "is_cancelled": status == "canceled",
        "orderitem_set": [{**each, "order": pk} for each in items],
        **more,
    }


def _order_fields(pk: int, number: str, owner: int) -> Json:
    """The fields of schema ``UserOrder`` that do not depend on the order's items."""
    return {
        "pk": pk,
        "id": pk,
        "number": number,
        "currency": choice("try", "TRY"),
        "amount": "99.99",
        "discount_amount": "10.00",
        "amount_without_discount": "109.99",
        "shipping_amount": "4.90",
        "shipping_tax_rate": "18.00",
        "refund_amount": "0.00",
        "discount_refund_amount": "0.00",
        "shipping_refund_amount": "0.00",
        "is_cancellable": False,
        "is_refundable": False,
        "tracking_url": "https://kargo.example.com/12352355",
        "tracking_number": "12352355",
        "invoice_number": None,
        "invoice_date": None,
        "e_archive_url": None,
        "order_type": choice("regular"),
        "user": owner,
        "user_email": "john.doe@akinon.com",
        "has_gift_box": True,
        "gift_box_note": "Nice 🎁 day",
        "notes": "Leave it at the door",
        "installment_count": 3,
        "installment_interest_amount": "1.50",
        "bin_number": "555555",
        "created_date": CREATED,
        "modified_date": "2024-11-05T08:53:25.564365Z",
        "shipping_address": address_fields(1001, owner),
        "billing_address": address_fields(1002, owner, title="Billing"),
        "shipping_company": choice("extension", "Extension Cargo"),
        "client_type": choice("default"),
        "payment_option": {
            "pk": 1,
            "id": 1,
            "name": "Credit Card",
            "payment_type": "credit_card",
            "slug": "Credit_Card",
        },
        "bank": {
            "pk": 2,
            "id": 2,
            "name": "Bank",
            "slug": "bank",
            "logo": "https://cdn.example.com/bank.png",
            "logo_path": "bank.png",
        },
        "extra_field": {"rewards": [{"points": 12}]},
        "discountitem_set": [
            {
                "name": "Autumn",
                "amount": "10.00",
                "created_date": CREATED,
                "order_number": number,
                "currency": choice("try", "TRY"),
            }
        ],
        "loyaltytransaction_set": [
            {
                "pk": 88,
                "id": 88,
                "uuid": "0c9f1b3e-5d1e-4d0e-9a39-6d0f1f1f6a11",
                "amount": "5.00",
                "order": pk,
                "user": owner,
                "user_email": "john.doe@akinon.com",
                "reference": "L-88",
            }
        ],
        "campaigns": [{"pk": 3, "name": "3 for 2", "benefit": {"type": "percentage"}}],
        "attempts": [],
    }


def _anonymous_fields() -> Json:
    """What anonymous-orders shows of an order beside schema ``UserOrder``."""
    return {
        "remote_addr": "3.73.5.7",
        "language_code": "en-us",
        "delivery_range": "09:00-12:00",
        "defined_tracking_url": "https://kargo.example.com/12352355",
        "shipping_tracking_url": "https://kargo.example.com/t/12352355",
        "shipping_option_slug": "TEST-123",
        "payment_option_slug": "Credit_Card",
        "basket": 9901,
        "shipping_option": 232,
        "card": 364,
        "installment": 265,
        "segment": 12,
        "checkout_provider": "one-click",
    }


def item(pk: int, name: str = "Linen shirt", *, status: str = "approved", **more: object) -> Json:
    return {
        "pk": pk,
        "id": pk,
        "product": product(9000 + pk, name),
        "price": "109.99",
        "quantity": 1,
        "units_listed": True,
        "cancelled_quantity": 0,
        "tax_rate": "18.00",
        "retail_price": "129.99",
        "discount_amount": "10.00",
        "discounted_price": "99.99",
        "status": choice(status),
        "price_currency": choice("try", "TRY"),
        "is_cancelled": status == "canceled",
        "is_cancellable": False,
        "is_refundable": False,
        "is_tradable": False,
        "tracking_url": "https://kargo.example.com/12352355",
        "tracking_number": "12352355",
        "invoice_number": "F-1",
        "invoice_date": "2024-10-25T10:00:00Z",
        "e_archive_url": "https://invoices.example.com/F-1",
        "shipping_company": choice("extension", "Extension Cargo"),
        "shipping_option_group": {
            "pk": 6,
            "id": 6,
            "amount": "4.90",
            "shipping_option_name": "Standard",
            "shipping_option_logo": "https://cdn.example.com/standard.png",
        },
        "estimated_delivery_date": "2024-10-28",
        "shipped_date": "2024-10-26T08:00:00Z",
        "delivered_date": "2024-10-27T15:30:00Z",
        "image": "https://cdn.example.com/item.jpg",
        "attributes": {"engraving": "J.D."},
        "attributes_kwargs": {"engraving": {"max": 10}},
        "extra_field": {"gift": True},
        "cancellationrequest_set": [],
        "active_cancellation_request": None,
        "available_easy_return_shipping_companies": [
            {
                "pk": COURIER,
                "id": COURIER,
                "name": "Extension Cargo",
                "shipping_company": choice("extension", "Extension Cargo"),
            }
        ],
        "datasource_detailed": {"pk": 1, "name": "Marketplace"},
        "extra_product_stock_detailed": {"stock": 4},
        "extra_product_price_detailed": {"price": "109.99"},
        **more,
    }


def product(pk: int, name: str) -> Json:
    return {
        "pk": pk,
        "id": pk,
        "sku": f"SKU-{pk}",
        "base_code": "BASE-1",
        "name": name,
        "image": "https://cdn.example.com/product.jpg",
        "absolute_url": "/linen-shirt/",
        "attributes": {"color": "white"},
        "attributes_kwargs": {"color": {"label": "White"}},
        "form_schema": [{"key": "engraving"}],
        "data_source": {"pk": 1},
        "extra_attributes": {"season": "SS"},
        "category": {"pk": 5, "name": "Shirts"},
        "attribute_set": [1, "two"],
    }


def cancellation_request(pk: int, order_item: int, **more: object) -> Json:
    return {
        "pk": pk,
        "id": pk,
        "uuid": f"8187c360-66da-4959-9f0b-{pk:012}",
        "order_item": order_item,
        "reason": 3,
        "cancellation_type": choice("refund"),
        "status": choice("open"),
        "description": "test",
        "iban": "TR330006100519786457841326",
        "holder_name": "John Doe",
        "easy_return": easy_return(),
        "quantity": 1,
        "fully_refund_as_loyalty_money": True,
        "return_policy": True,
        "cancellation_request_image_set": [
            {
                "pk": 900 + pk,
                "id": 900 + pk,
                "cancellation_request": pk,
                "image": "https://cdn.example.com/torn.jpg",
                "description": "Torn",
                "is_uploaded_by_user": True,
                "created_date": "2024-11-19T22:35:54.246615Z",
                "modified_date": "2024-11-19T22:35:54.246633Z",
            }
        ],
        "created_date": "2024-11-19T22:35:54.246615Z",
        "modified_date": "2024-11-19T22:35:54.246633Z",
        **more,
    }


def easy_return() -> Json:
    return {
        "shipping_company": choice("extension", "Extension Cargo"),
        "code": "14223",
        "start_date": "2024-11-19T22:35:54.246615Z",
        "end_date": None,
        "status": choice("active"),
        "tracking_number": "12352355",
        "tracking_url": "https://wwww.test.com",
        "pickup_date": {"date": "2024-01-01", "hour_range": {"start": "09:00", "end": "12:00"}},
        "pickup_address": 41,
    }


def attempt(state: str, *order_items: int) -> Json:
    """A direct cancellation of items, an hour after the order was placed."""
    return {
        "id": f"5f0f3a52-5a3c-4c0e-8f2b-{order_items[0]:012}",
        "state": state,
        "claimed_at": "2024-10-24T10:32:05.544358Z",
        "settled_at": None,
        "requests": [],
        "note": "",
        "cancel_order_items": [
            {
                "order_item": pk,
                "cancellation_type": choice("cancel"),
                "reason": 1,
                "description": None,
                "quantity": 1,
                "shipping_company": None,
                "pickup_date": None,
            }
            for pk in order_items
        ],
        "pickup_address": None,
        "fully_refund_as_loyalty_money": False,
        "return_policy": None,
    }
