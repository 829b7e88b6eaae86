"""What the documents say that an order looks like, as JSON Schema (users-orders).

Every documented property must be there with the documented type; more may be beside them.
"""

from .documented import Schema

_INTEGER: Schema = {"type": "integer"}
_FLAG: Schema = {"type": "boolean"}
_TEXT: Schema = {"type": "string"}
_OBJECT: Schema = {"type": "object"}
_ARRAY: Schema = {"type": "array"}
_DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
_UUID: Schema = {"type": "string", "pattern": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def page_of(schema: Schema) -> Schema:
    return _object(
        count=_INTEGER, next=_or_null(_TEXT), previous=_or_null(_TEXT), results=_list(schema)
    )


ENUM_VALUE = _object(
    value=_TEXT,
    label=_TEXT,
)

LOCATION_SUMMARY = _object(
    pk=_INTEGER,
    name=_TEXT,
    code=_TEXT,
)

ADDRESS = _object(
    pk=_INTEGER,
    email=_or_null(_TEXT),
    phone_number=_TEXT,
    first_name=_TEXT,
    last_name=_TEXT,
    country=LOCATION_SUMMARY,
    city=LOCATION_SUMMARY,
    line=_TEXT,
    title=_TEXT,
    township=_or_null(LOCATION_SUMMARY),
    district=_or_null(LOCATION_SUMMARY),
    postcode=_or_null(_TEXT),
    notes=_or_null(_TEXT),
    company_name=_or_null(_TEXT),
    tax_office=_or_null(_TEXT),
    tax_no=_or_null(_TEXT),
    e_bill_taxpayer=_or_null(_FLAG),
    hash_data=_TEXT,
    address_type=ENUM_VALUE,
    retail_store=_or_null(_OBJECT),
    remote_id=_or_null(_TEXT),
    identity_number=_or_null(_TEXT),
    extra_field=_or_null(_OBJECT),
    user=_or_null(_INTEGER),
    is_corporate=_or_null(_FLAG),
    primary=_or_null(_FLAG),
)

PAYMENT_OPTION_SUMMARY = _object(
    pk=_INTEGER,
    name=_TEXT,
    payment_type=_TEXT,
    slug=_TEXT,
)

BANK_SUMMARY = _object(
    pk=_INTEGER,
    name=_TEXT,
    slug=_TEXT,
    logo=_or_null(_TEXT),
    logo_path=_or_null(_TEXT),
)

USER_ORDER_PRODUCT = _object(
    pk=_INTEGER,
    sku=_TEXT,
    base_code=_TEXT,
    name=_TEXT,
    image=_or_null(_TEXT),
    absolute_url=_TEXT,
    attributes=_OBJECT,
    attributes_kwargs=_OBJECT,
    form_schema=_ARRAY,
    data_source=_or_null(_OBJECT),
    extra_attributes=_OBJECT,
    category=_or_null(_OBJECT),
    attribute_set=_ARRAY,
)

SHIPPING_OPTION_GROUP = _object(
    pk=_INTEGER,
    amount=_TEXT,
    shipping_option_name=_TEXT,
    shipping_option_logo=_or_null(_TEXT),
)

EASY_RETURN_SHIPPING_COMPANY = _object(
    pk=_INTEGER,
    shipping_company=ENUM_VALUE,
    name=_TEXT,
)

CANCELLATION_REQUEST_IMAGE = _object(
    pk=_INTEGER,
    cancellation_request=_INTEGER,
    image=_TEXT,
    description=_or_null(_TEXT),
    is_uploaded_by_user=_FLAG,
    created_date=_MOMENT,
    modified_date=_MOMENT,
)

CANCELLATION_EASY_RETURN = _object(
    shipping_company=ENUM_VALUE,
    code=_TEXT,
    start_date=_or_null(_MOMENT),
    end_date=_or_null(_MOMENT),
    status=ENUM_VALUE,
    tracking_number=_or_null(_TEXT),
    tracking_url=_or_null(_TEXT),
    pickup_date=_or_null(_OBJECT),
)

CANCELLATION_REQUEST = _object(
    pk=_INTEGER,
    uuid=_UUID,
    order_item=_INTEGER,
    reason=_INTEGER,
    cancellation_type=ENUM_VALUE,
    status=ENUM_VALUE,
    description=_or_null(_TEXT),
    iban=_or_null(_TEXT),
    holder_name=_or_null(_TEXT),
    easy_return=_or_null(CANCELLATION_EASY_RETURN),
    quantity=_or_null(_INTEGER),
    fully_refund_as_loyalty_money=_or_null(_FLAG),
    cancellation_request_image_set=_list(CANCELLATION_REQUEST_IMAGE),
    created_date=_MOMENT,
    modified_date=_MOMENT,
)

USER_ORDER_ITEM = _object(
    pk=_INTEGER,
    product=USER_ORDER_PRODUCT,
    order=_INTEGER,
    price=_TEXT,
    tax_rate=_TEXT,
    retail_price=_or_null(_TEXT),
    discount_amount=_or_null(_TEXT),
    discounted_price=_TEXT,
    status=ENUM_VALUE,
    price_currency=ENUM_VALUE,
    is_cancelled=_FLAG,
    is_cancellable=_FLAG,
    is_refundable=_FLAG,
    is_tradable=_FLAG,
    tracking_url=_or_null(_TEXT),
    tracking_number=_or_null(_TEXT),
    invoice_number=_or_null(_TEXT),
    invoice_date=_or_null(_MOMENT),
    e_archive_url=_or_null(_TEXT),
    shipping_company=_or_null(ENUM_VALUE),
    shipping_option_group=_or_null(SHIPPING_OPTION_GROUP),
    estimated_delivery_date=_or_null(_DATE),
    shipped_date=_or_null(_MOMENT),
    delivered_date=_or_null(_MOMENT),
    image=_or_null(_TEXT),
    attributes=_or_null(_OBJECT),
    attributes_kwargs=_or_null(_OBJECT),
    extra_field=_or_null(_OBJECT),
    cancellationrequest_set=_list(CANCELLATION_REQUEST),
    active_cancellation_request=_or_null(CANCELLATION_REQUEST),
    available_easy_return_shipping_companies=_list(EASY_RETURN_SHIPPING_COMPANY),
    datasource_detailed=_or_null(_OBJECT),
    extra_product_stock_detailed=_or_null(_OBJECT),
    extra_product_price_detailed=_or_null(_OBJECT),
)

DISCOUNT_ITEM = _object(
    name=_TEXT,
    amount=_TEXT,
    created_date=_MOMENT,
    order_number=_TEXT,
    currency=ENUM_VALUE,
)

LOYALTY_TRANSACTION = _object(
    pk=_INTEGER,
    uuid=_UUID,
    amount=_TEXT,
    order=_or_null(_INTEGER),
    user=_or_null(_INTEGER),
    user_email=_or_null(_TEXT),
    reference=_or_null(_TEXT),
)

USER_ORDER = _object(
    pk=_INTEGER,
    number=_TEXT,
    status=ENUM_VALUE,
    currency=ENUM_VALUE,
    amount=_TEXT,
    discount_amount=_TEXT,
    amount_without_discount=_TEXT,
    shipping_amount=_TEXT,
    shipping_tax_rate=_or_null(_TEXT),
    refund_amount=_TEXT,
    discount_refund_amount=_TEXT,
    shipping_refund_amount=_TEXT,
    is_cancelled=_FLAG,
    is_cancellable=_FLAG,
    is_refundable=_FLAG,
    is_payable=_FLAG,
    tracking_url=_or_null(_TEXT),
    tracking_number=_or_null(_TEXT),
    invoice_number=_or_null(_TEXT),
    invoice_date=_or_null(_MOMENT),
    e_archive_url=_or_null(_TEXT),
    order_type=_or_null(ENUM_VALUE),
    user_email=_TEXT,
    has_gift_box=_or_null(_FLAG),
    gift_box_note=_or_null(_TEXT),
    notes=_or_null(_TEXT),
    installment_count=_INTEGER,
    installment_interest_amount=_TEXT,
    bin_number=_or_null(_TEXT),
    created_date=_MOMENT,
    modified_date=_MOMENT,
    shipping_address=ADDRESS,
    billing_address=ADDRESS,
    shipping_company=_or_null(ENUM_VALUE),
    client_type=ENUM_VALUE,
    payment_option=PAYMENT_OPTION_SUMMARY,
    bank=_or_null(BANK_SUMMARY),
    extra_field=_or_null(_OBJECT),
    orderitem_set=_list(USER_ORDER_ITEM),
    discountitem_set=_list(DISCOUNT_ITEM),
    loyaltytransaction_set=_list(LOYALTY_TRANSACTION),
)

USER_OLD_ORDER_ITEM = _object(
    pk=_INTEGER,
    product=_or_null(_TEXT),
    sku=_or_null(_TEXT),
    quantity=_or_null(_INTEGER),
    price=_TEXT,
    image=_or_null(_TEXT),
    image_url=_or_null(_TEXT),
    extra_field=_OBJECT,
)

USER_OLD_ORDER = _object(
    pk=_INTEGER,
    number=_TEXT,
    user_email=_TEXT,
    status=_TEXT,
    created_date=_MOMENT,
    amount=_TEXT,
    discount_amount=_TEXT,
    currency=ENUM_VALUE,
    payment_type=_or_null(_TEXT),
    bank=_or_null(_TEXT),
    installment_count=_INTEGER,
    tracking_number=_or_null(_TEXT),
    shipping_company=_or_null(ENUM_VALUE),
    shipping_address=_or_null(_TEXT),
    billing_address=_or_null(_TEXT),
    extra_field=_OBJECT,
    oldorderitem_set=_list(USER_OLD_ORDER_ITEM),
)
