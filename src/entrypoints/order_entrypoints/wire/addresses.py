"""Addresses on the wire (schemas ``Address`` and ``LocationSummary``)."""

from msgspec import field

from order_entrypoints.wire.values import Choice, KeyedShape


class LocationShape(KeyedShape, kw_only=True):
    """A country, city, township or district."""

    name: str
    code: str = ""


class AddressShape(KeyedShape, kw_only=True):
    """An address; the domain's ``Address`` has the same attribute names."""

    email: str | None = None
    phone_number: str = ""
    first_name: str
    last_name: str
    country: LocationShape
    city: LocationShape
    line: str
    title: str
    township: LocationShape | None = None
    district: LocationShape | None = None
    postcode: str | None = None
    notes: str | None = None
    company_name: str | None = None
    tax_office: str | None = None
    tax_no: str | None = None
    e_bill_taxpayer: bool | None = None
    hash_data: str = ""
    address_type: Choice = field(default_factory=lambda: Choice("customer", "Customer"))
    retail_store: dict[str, object] | None = None
    remote_id: str | None = None
    identity_number: str | None = None
    extra_field: dict[str, object] | None = None
    user: int | None = None
    is_corporate: bool | None = None
    primary: bool | None = None
