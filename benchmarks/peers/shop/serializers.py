"""Nested serializers, one for each model, as Django REST framework's tutorial has them."""

from django.utils import timezone
from rest_framework import serializers
from shop import models

DIRECT = {"payment_waiting", "confirmation_waiting", "approved"}
SHIPPED = {"shipped", "delivered"}


class ChoiceField(serializers.CharField):
    """Shows a value with its label."""

    def to_representation(self, value):
        return {"value": value, "label": value.replace("_", " ").capitalize()}


class Keyed(serializers.ModelSerializer):
    pk = serializers.IntegerField(source="id", read_only=True)


class LocationSerializer(Keyed):
    class Meta:
        model = models.Location
        fields = ("pk", "id", "name", "code")


class AddressSerializer(Keyed):
    country, city = LocationSerializer(), LocationSerializer()
    township, district = LocationSerializer(), LocationSerializer()
    address_type = ChoiceField()

    class Meta:
        model = models.Address
        fields = ("pk", *(field.name for field in models.Address._meta.fields))


class PaymentOptionSerializer(Keyed):
    class Meta:
        model = models.PaymentOption
        fields = ("pk", "id", "name", "payment_type", "slug")


class BankSerializer(Keyed):
    class Meta:
        model = models.Bank
        fields = ("pk", "id", "name", "slug", "logo", "logo_path")


class ProductSerializer(Keyed):
    class Meta:
        model = models.Product
        fields = ("pk", *(field.name for field in models.Product._meta.fields))


class GroupSerializer(Keyed):
    class Meta:
        model = models.ShippingOptionGroup
        fields = ("pk", "id", "amount", "shipping_option_name", "shipping_option_logo")


class CompanySerializer(Keyed):
    shipping_company = ChoiceField()

    class Meta:
        model = models.EasyReturnCompany
        fields = ("pk", "id", "shipping_company", "name")


class RequestSerializer(Keyed):
    status, cancellation_type = ChoiceField(), ChoiceField()

    class Meta:
        model = models.CancellationRequest
        fields = ("pk", "id", "status", "cancellation_type", "description", "created_date")


def is_open(item):
    return any(one.status not in {"rejected", "completed"} for one in requests_of(item))


def requests_of(item):
    return item.cancellationrequest_set.all()


def is_cancellable(item):
    return item.status not in SHIPPED | {"canceled"} and not is_open(item)


def is_refundable(item):
    return item.status in SHIPPED and not is_open(item)


class ItemSerializer(Keyed):
    product = ProductSerializer()
    status = ChoiceField()
    shipping_company = ChoiceField()
    shipping_option_group = GroupSerializer()
    cancellationrequest_set = RequestSerializer(many=True)
    active_cancellation_request = serializers.SerializerMethodField()
    available_easy_return_shipping_companies = CompanySerializer(source="companies", many=True)
    discounted_price = serializers.SerializerMethodField()
    price_currency = ChoiceField(source="order.currency")
    is_cancelled = serializers.SerializerMethodField()
    is_cancellable = serializers.SerializerMethodField()
    is_refundable = serializers.SerializerMethodField()

    class Meta:
        model = models.OrderItem
        exclude = ("companies",)

    def get_active_cancellation_request(self, item):
        return next((RequestSerializer(one).data for one in requests_of(item)), None)

    def get_discounted_price(self, item):
        return str(item.price - (item.discount_amount or 0))

    def get_is_cancelled(self, item):
        return item.status == "canceled"

    def get_is_cancellable(self, item):
        return is_cancellable(item)

    def get_is_refundable(self, item):
        return is_refundable(item)


class DiscountSerializer(serializers.ModelSerializer):
    currency = ChoiceField()

    class Meta:
        model = models.DiscountItem
        fields = ("name", "amount", "created_date", "order_number", "currency")


class LoyaltySerializer(Keyed):
    class Meta:
        model = models.LoyaltyTransaction
        fields = ("pk", "id", "uuid", "amount")


class OrderSerializer(Keyed):
    status, currency = ChoiceField(), ChoiceField()
    order_type, shipping_company, client_type = ChoiceField(), ChoiceField(), ChoiceField()
    shipping_address, billing_address = AddressSerializer(), AddressSerializer()
    payment_option = PaymentOptionSerializer()
    bank = BankSerializer()
    orderitem_set = ItemSerializer(many=True)
    discountitem_set = DiscountSerializer(many=True)
    loyaltytransaction_set = LoyaltySerializer(many=True)
    amount_without_discount = serializers.SerializerMethodField()
    is_cancelled = serializers.SerializerMethodField()
    is_cancellable = serializers.SerializerMethodField()
    is_refundable = serializers.SerializerMethodField()
    is_payable = serializers.SerializerMethodField()

    class Meta:
        model = models.Order
        fields = "__all__"

    def get_amount_without_discount(self, order):
        return str(order.amount + order.discount_amount)

    def get_is_cancelled(self, order):
        return order.status == "canceled"

    def get_is_cancellable(self, order):
        return any(is_cancellable(item) for item in order.orderitem_set.all())

    def get_is_refundable(self, order):
        return any(is_refundable(item) for item in order.orderitem_set.all())

    def get_is_payable(self, order):
        return order.status == "payment_waiting"


def age_in_minutes(order):
    return (timezone.now() - order.created_date).total_seconds() / 60
