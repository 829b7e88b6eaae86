"""What the documents say that answers look like, as JSON Schema.

Stricter than the documents where they leave it open: every property must be there, and none
beside them but ``id``, which real responses carry (platform facts). ``error_code`` is a
plain string beside the lists of messages, as the documents' own examples have it.
"""

from typing import Any, TypeAlias

from jsonschema import Draft202012Validator

Schema: TypeAlias = dict[str, object]


def check(content: Any, schema: Schema) -> None:  # noqa: ANN401 decoded JSON, as httpx types it
    """Fail with every way in which the content is not what the schema says."""
    faults = Draft202012Validator(schema).iter_errors(content)  # pyright: ignore[reportUnknownMemberType]
    told = [f"{fault.json_path}: {fault.message}" for fault in faults]
    assert not told, told


def _object(**properties: Schema) -> Schema:
    """An object of just these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _keyed(**properties: Schema) -> Schema:
    """An object with a pk, which also shows as id."""
    return _object(pk=_INTEGER, id=_INTEGER, **properties)


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _choice(*values: str) -> Schema:
    return _object(value={"enum": list(values)}, label=_TEXT)


_INTEGER: Schema = {"type": "integer"}
_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_DECIMAL: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
_MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
_UUID: Schema = {"type": "string", "pattern": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_ENUM_VALUE = _object(value=_TEXT, label=_TEXT)

_PLACE = _keyed(name=_TEXT)
_ADDRESS = _keyed(
    title=_TEXT, first_name=_TEXT, last_name=_TEXT, line=_TEXT, city=_PLACE, country=_PLACE
)
_ITEM = _keyed(
    product=_keyed(sku=_TEXT, name=_TEXT, image=_TEXT_OR_NULL),
    status=_ENUM_VALUE,
    price=_DECIMAL,
    quantity=_INTEGER,
    discount_amount=_DECIMAL,
    tracking_number=_TEXT_OR_NULL,
    shipping_company=_ENUM_VALUE,
)
COMPLETED_ORDER = _object(
    order=_keyed(
        number=_TEXT,
        status=_ENUM_VALUE,
        currency=_ENUM_VALUE,
        amount=_DECIMAL,
        discount_amount=_DECIMAL,
        shipping_amount=_DECIMAL,
        shipping_tax_rate=_DECIMAL,
        created_date=_MOMENT,
        orderitem_set=_list_of(_ITEM),
        shipping_address=_ADDRESS,
        billing_address=_ADDRESS,
    ),
    campaigns=_list_of({"type": "object"}),
)
"""``CompletedOrderResponse``."""

_REQUEST_STATUS = _choice(
    "open",
    "waiting",
    "confirmation_waiting",
    "confirmed",
    "waiting_approval",
    "approved",
    "rejected",
    "waiting_for_payment",
    "manuel_refund_need",
    "completed",
)
CREATED_REQUESTS = _list_of(
    _keyed(
        uuid=_UUID,
        order_item=_INTEGER,
        status=_REQUEST_STATUS,
        cancellation_type=_choice("cancel", "refund"),
        reason=_INTEGER,
        description=_TEXT,
        quantity=_INTEGER,
        created_date=_MOMENT,
    )
)
"""A list of ``CancellationRequestResponse``; the quantity is this project's addition."""

ADDRESS_CHANGED = _object(status=_INTEGER)
"""``OrderAddressChangeResponse``."""

PREVIEW = _object(
    outcome={"enum": ["direct", "request", "refused"]},
    reasons=_list_of(_object(code=_TEXT, message=_TEXT, order_item={"type": ["integer", "null"]})),
    direct_until={"anyOf": [_MOMENT, {"type": "null"}]},
)
"""This project's own (domain description, section 8)."""

CSRF_TOKEN = _object(csrf_token={"type": "string", "minLength": 32})

ERRORS: Schema = {
    "type": "object",
    "minProperties": 1,
    "properties": {"error_code": _TEXT},
    "additionalProperties": {"type": "array", "minItems": 1, "items": _TEXT},
}
"""``ValidationErrorResponse``."""
