"""Order items on the wire (schemas ``UserOrderItem`` and ``UserOrderProduct``)."""

from datetime import date
from decimal import Decimal

import msgspec
from attrs import evolve

from order_domain.cancellation_records import CancellationRequest
from order_domain.orders import OrderItem
from order_domain.products import EasyReturnShippingCompany, Product, ShippingOptionGroup
from order_entrypoints.wire.amounts import Amounts, FieldError, finite
from order_entrypoints.wire.cancellations import (
    CancellationRequestShape,
    request_of,
    request_shape,
)
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    CurrencyChoice,
    KeyedShape,
    StatusChoice,
    Wording,
    key,
    plain,
    to_domain,
)


class ProductShape(KeyedShape, kw_only=True):
    """A product as ordered; the domain's ``Product`` has the same attribute names."""

    sku: str
    base_code: str = ""
    name: str
    image: str | None = None
    absolute_url: str = ""
    attributes: dict[str, object] = msgspec.field(default_factory=dict[str, object])
    attributes_kwargs: dict[str, object] = msgspec.field(default_factory=dict[str, object])
    form_schema: tuple[object, ...] = ()
    data_source: dict[str, object] | None = None
    extra_attributes: dict[str, object] = msgspec.field(default_factory=dict[str, object])
    category: dict[str, object] | None = None
    attribute_set: tuple[object, ...] = ()


class ShippingOptionGroupShape(KeyedShape, kw_only=True):
    """How an item is shipped (schema ``ShippingOptionGroup``)."""

    amount: Decimal
    shipping_option_name: str
    shipping_option_logo: str | None = None


class EasyReturnShippingCompanyShape(KeyedShape, kw_only=True):
    """A company that would fetch an item back (schema ``EasyReturnShippingCompany``)."""

    shipping_company: Choice
    name: str


class OrderItemShape(KeyedShape, kw_only=True):
    """An order item (schema ``UserOrderItem``), with its quantity.

    ``units_listed`` and ``cancelled_quantity`` are this library's, so that an export
    loses nothing; computed fields are ignored on the way in.
    """

    product: ProductShape
    order: int | None = None
    price: Decimal
    quantity: int = 1
    units_listed: bool = True
    cancelled_quantity: int = 0
    tax_rate: Decimal = Decimal(0)
    retail_price: Decimal | None = None
    discount_amount: Decimal | None = None
    discounted_price: Decimal | None = None
    status: StatusChoice
    price_currency: CurrencyChoice | None = None
    is_cancelled: bool = False
    is_cancellable: bool = False
    is_refundable: bool = False
    is_tradable: bool = False
    tracking_url: str | None = None
    tracking_number: str | None = None
    invoice_number: str | None = None
    invoice_date: AwareDatetime | None = None
    e_archive_url: str | None = None
    shipping_company: Choice | None = None
    shipping_option_group: ShippingOptionGroupShape | None = None
    estimated_delivery_date: date | None = None
    shipped_date: AwareDatetime | None = None
    delivered_date: AwareDatetime | None = None
    image: str | None = None
    attributes: dict[str, object] | None = None
    attributes_kwargs: dict[str, object] | None = None
    extra_field: dict[str, object] | None = None
    cancellationrequest_set: tuple[CancellationRequestShape, ...] = ()
    active_cancellation_request: CancellationRequestShape | None = None
    available_easy_return_shipping_companies: tuple[EasyReturnShippingCompanyShape, ...] = ()
    datasource_detailed: dict[str, object] | None = None
    extra_product_stock_detailed: dict[str, object] | None = None
    extra_product_price_detailed: dict[str, object] | None = None


def item_shape(item: OrderItem, wording: Wording) -> OrderItemShape:
    """Show an item; the order's pk, its currency and the policy's flags are not known here."""
    requests = item.cancellation_requests
    shape = wording.shape(evolve(item, cancellation_requests=()), OrderItemShape)
    active = item.active_cancellation_request
    shape.cancellationrequest_set = tuple(request_shape(each, wording) for each in requests)
    shape.active_cancellation_request = None if active is None else request_shape(active, wording)
    return shape


def item_of(shape: OrderItemShape, at: str, amounts: Amounts) -> OrderItem:
    """Read an item.

    Args:
        shape: the item as sent.
        at: its dotted place, for errors.
        amounts: reads amounts of the order's currency.

    Raises:
        FieldError: a value that cannot be.
    """
    if shape.quantity < 1:
        raise FieldError(f"{at}.quantity", "Expected a whole number, 1 or more.")
    if not 0 <= shape.cancelled_quantity <= shape.quantity:
        raise FieldError(f"{at}.cancelled_quantity", "Expected 0 up to the item's quantity.")
    if shape.price_currency and shape.price_currency.member is not amounts.currency:
        raise FieldError(f"{at}.price_currency", f"Expected the order's, {amounts.currency}.")
    return OrderItem(
        pk=key(shape),
        product=to_domain(shape.product, Product),
        price=amounts.read(f"{at}.price", shape.price),
        status=shape.status.member,
        quantity=shape.quantity,
        units_listed=shape.units_listed,
        cancelled_quantity=shape.cancelled_quantity,
        cancellation_requests=_requests_of(shape, at),
        tax_rate=finite(f"{at}.tax_rate", shape.tax_rate),
        retail_price=amounts.read_or_none(f"{at}.retail_price", shape.retail_price),
        discount_amount=amounts.read_or_none(f"{at}.discount_amount", shape.discount_amount),
        is_tradable=shape.is_tradable,
        tracking_url=shape.tracking_url,
        tracking_number=shape.tracking_number,
        invoice_number=shape.invoice_number,
        invoice_date=shape.invoice_date,
        e_archive_url=shape.e_archive_url,
        shipping_company=plain(shape.shipping_company),
        shipping_option_group=_group_of(shape, at, amounts),
        estimated_delivery_date=shape.estimated_delivery_date,
        shipped_date=shape.shipped_date,
        delivered_date=shape.delivered_date,
        image=shape.image,
        attributes=shape.attributes,
        attributes_kwargs=shape.attributes_kwargs,
        extra_field=shape.extra_field,
        available_easy_return_shipping_companies=tuple(
            to_domain(company, EasyReturnShippingCompany)
            for company in shape.available_easy_return_shipping_companies
        ),
        datasource_detailed=shape.datasource_detailed,
        extra_product_stock_detailed=shape.extra_product_stock_detailed,
        extra_product_price_detailed=shape.extra_product_price_detailed,
    )


def _requests_of(shape: OrderItemShape, at: str) -> tuple[CancellationRequest, ...]:
    requests: list[CancellationRequest] = []
    for index, request in enumerate(shape.cancellationrequest_set):
        place = f"{at}.cancellationrequest_set.{index}"
        if request.order_item != key(shape):
            raise FieldError(f"{place}.order_item", f"Expected the item's pk, {key(shape)}.")
        requests.append(request_of(request, shape.quantity))
    return tuple(requests)


def _group_of(shape: OrderItemShape, at: str, amounts: Amounts) -> ShippingOptionGroup | None:
    group = shape.shipping_option_group
    if group is None:
        return None
    amount = amounts.read(f"{at}.shipping_option_group.amount", group.amount)
    return evolve(to_domain(group, ShippingOptionGroup), amount=amount)
