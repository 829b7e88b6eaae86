"""What an order item was bought as: its product and how it is shipped and returned."""

from decimal import Decimal

from attrs import field, frozen

from order_domain.values import EnumValue, JsonObject


@frozen(kw_only=True)
class Product:
    """A product as it was when ordered (schema ``UserOrderProduct``)."""

    pk: int
    sku: str
    name: str
    base_code: str = ""
    image: str | None = None
    absolute_url: str = ""
    attributes: JsonObject = field(factory=dict[str, object])
    attributes_kwargs: JsonObject = field(factory=dict[str, object])
    form_schema: tuple[object, ...] = ()
    data_source: JsonObject | None = None
    extra_attributes: JsonObject = field(factory=dict[str, object])
    category: JsonObject | None = None
    attribute_set: tuple[object, ...] = ()


@frozen(kw_only=True)
class ShippingOptionGroup:
    """How an item is shipped (schema ``ShippingOptionGroup``); amount in the order's currency."""

    pk: int
    amount: Decimal
    shipping_option_name: str
    shipping_option_logo: str | None = None


@frozen(kw_only=True)
class EasyReturnShippingCompany:
    """A company that would fetch an item back (schema ``EasyReturnShippingCompany``)."""

    pk: int
    name: str
    shipping_company: EnumValue
