"""Addresses: where an order goes, and the customer's address book."""

from attrs import field, frozen

from order_domain.values import EnumValue, JsonObject


@frozen
class Location:
    """A country, city, township or district (schema ``LocationSummary``)."""

    pk: int
    name: str
    code: str = ""


@frozen(kw_only=True)
class Address:
    """An address (schema ``Address``).

    Attributes:
        user: the customer whose address book holds it; None in an order of before
            customers had address books.
    """

    pk: int
    first_name: str
    last_name: str
    line: str
    title: str
    country: Location
    city: Location
    phone_number: str = ""
    email: str | None = None
    township: Location | None = None
    district: Location | None = None
    postcode: str | None = None
    notes: str | None = None
    company_name: str | None = None
    tax_office: str | None = None
    tax_no: str | None = None
    e_bill_taxpayer: bool | None = None
    hash_data: str = ""
    address_type: EnumValue = field(default=EnumValue("customer", "Customer"))
    retail_store: JsonObject | None = None
    remote_id: str | None = None
    identity_number: str | None = None
    extra_field: JsonObject | None = None
    user: int | None = None
    is_corporate: bool | None = None
    primary: bool | None = None
