"""The shop's orders in normalised tables, as Django's documentation would have them."""

from django.db import models


def text() -> models.TextField:
    return models.TextField(null=True)


def decimal() -> models.DecimalField:
    return models.DecimalField(max_digits=14, decimal_places=2, null=True)


class Session(models.Model):
    key = models.TextField(primary_key=True)
    customer = models.BigIntegerField()


class Location(models.Model):
    name, code = text(), text()


class Address(models.Model):
    country = models.ForeignKey(Location, models.PROTECT, related_name="+")
    city = models.ForeignKey(Location, models.PROTECT, related_name="+")
    township = models.ForeignKey(Location, models.PROTECT, related_name="+", null=True)
    district = models.ForeignKey(Location, models.PROTECT, related_name="+", null=True)
    email, phone_number, first_name, last_name = text(), text(), text(), text()
    line, title, postcode, notes = text(), text(), text(), text()
    company_name, tax_office, tax_no, hash_data = text(), text(), text(), text()
    address_type, remote_id, identity_number = text(), text(), text()
    e_bill_taxpayer = models.BooleanField(null=True)
    is_corporate = models.BooleanField(null=True)
    primary = models.BooleanField(null=True)
    retail_store = models.JSONField(null=True)
    extra_field = models.JSONField(null=True)
    user = models.BigIntegerField(null=True)


class PaymentOption(models.Model):
    name, payment_type, slug = text(), text(), text()


class Bank(models.Model):
    name, slug, logo, logo_path = text(), text(), text(), text()


class Product(models.Model):
    sku, base_code, name, image, absolute_url = text(), text(), text(), text(), text()
    attributes = models.JSONField()
    attributes_kwargs = models.JSONField()
    form_schema = models.JSONField()
    data_source = models.JSONField(null=True)
    extra_attributes = models.JSONField()
    category = models.JSONField(null=True)
    attribute_set = models.JSONField()


class ShippingOptionGroup(models.Model):
    amount = decimal()
    shipping_option_name, shipping_option_logo = text(), text()


class EasyReturnCompany(models.Model):
    name, shipping_company = text(), text()


class Order(models.Model):
    number = models.TextField(unique=True)
    user = models.BigIntegerField()
    status, currency, user_email = text(), text(), text()
    amount, discount_amount, shipping_amount = decimal(), decimal(), decimal()
    refund_amount, discount_refund_amount, shipping_refund_amount = decimal(), decimal(), decimal()
    shipping_tax_rate, installment_interest_amount = decimal(), decimal()
    tracking_url, tracking_number, invoice_number = text(), text(), text()
    e_archive_url, order_type, gift_box_note, notes = text(), text(), text(), text()
    bin_number, shipping_company, client_type, remote_addr = text(), text(), text(), text()
    language_code, delivery_range, defined_tracking_url = text(), text(), text()
    shipping_tracking_url, shipping_option_slug = text(), text()
    payment_option_slug, checkout_provider = text(), text()
    basket = models.BigIntegerField(null=True)
    shipping_option = models.BigIntegerField(null=True)
    card = models.BigIntegerField(null=True)
    installment = models.BigIntegerField(null=True)
    segment = models.BigIntegerField(null=True)
    installment_count = models.IntegerField(default=1)
    has_gift_box = models.BooleanField(null=True)
    invoice_date = models.DateTimeField(null=True)
    created_date = models.DateTimeField()
    modified_date = models.DateTimeField()
    extra_field = models.JSONField(null=True)
    shipping_address = models.ForeignKey(Address, models.PROTECT, related_name="+")
    billing_address = models.ForeignKey(Address, models.PROTECT, related_name="+")
    payment_option = models.ForeignKey(PaymentOption, models.PROTECT)
    bank = models.ForeignKey(Bank, models.PROTECT, null=True)

    class Meta:
        indexes = (models.Index(fields=["user", "created_date", "id"]),)


class OrderItem(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="orderitem_set")
    product = models.ForeignKey(Product, models.PROTECT)
    price, tax_rate, retail_price, discount_amount = decimal(), decimal(), decimal(), decimal()
    quantity = models.IntegerField(default=1)
    cancelled_quantity = models.IntegerField(default=0)
    units_listed = models.BooleanField(default=True)
    is_tradable = models.BooleanField(default=False)
    status, tracking_url, tracking_number = text(), text(), text()
    invoice_number, e_archive_url, shipping_company, image = text(), text(), text(), text()
    invoice_date = models.DateTimeField(null=True)
    shipped_date = models.DateTimeField(null=True)
    delivered_date = models.DateTimeField(null=True)
    estimated_delivery_date = models.DateField(null=True)
    attributes = models.JSONField(null=True)
    attributes_kwargs = models.JSONField(null=True)
    extra_field = models.JSONField(null=True)
    datasource_detailed = models.JSONField(null=True)
    extra_product_stock_detailed = models.JSONField(null=True)
    extra_product_price_detailed = models.JSONField(null=True)
    shipping_option_group = models.ForeignKey(ShippingOptionGroup, models.PROTECT, null=True)
    companies = models.ManyToManyField(EasyReturnCompany)


class CancellationRequest(models.Model):
    order_item = models.ForeignKey(
        OrderItem, models.CASCADE, related_name="cancellationrequest_set"
    )
    status, cancellation_type, description = text(), text(), text()
    created_date = models.DateTimeField()


class DiscountItem(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="discountitem_set")
    name, order_number, currency = text(), text(), text()
    amount = decimal()
    created_date = models.DateTimeField()


class LoyaltyTransaction(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="loyaltytransaction_set")
    uuid = text()
    amount = decimal()
