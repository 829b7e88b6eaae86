"""What happens to an order after it is placed.

The names below are the public ones; everything else may change without notice.
"""

from order_domain.address_change import AddressType
from order_domain.addresses import Address, Location
from order_domain.archive import OldOrder, OldOrderItem
from order_domain.cancellation.decision import (
    ByRequest,
    Decision,
    Direct,
    Effect,
    Finding,
    Reason,
    Refused,
)
from order_domain.cancellation.facts import CancellationFacts, ItemFacts, facts_of
from order_domain.cancellation.flags import direct_until, is_cancellable, is_refundable
from order_domain.cancellation.outcomes import (
    Accepted,
    CancelOutcome,
    NotAccepted,
    NotSent,
    OutcomeUnknown,
)
from order_domain.cancellation.policy import POLICY, Rule, decide, judge
from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_domain.cancellation_records import (
    AttemptState,
    CancellationAttempt,
    CancellationRequest,
    CancellationRequestImage,
    EasyReturn,
)
from order_domain.customers import Customer
from order_domain.lists import ArchiveField, ArchiveQuery, OrderFilter, Page, Window
from order_domain.money import Currency
from order_domain.orders import Checkout, Order, OrderItem
from order_domain.payments import Bank, DiscountItem, LoyaltyTransaction, PaymentOption
from order_domain.products import EasyReturnShippingCompany, Product, ShippingOptionGroup
from order_domain.reasons import CancellationReason
from order_domain.selections import PickupDate, SelectedImage, SelectedItem, Selection, Upload
from order_domain.settings import ShopSettings
from order_domain.statuses import (
    CancellationRequestStatus,
    CancellationType,
    LabelledEnum,
    OrderStatus,
    UnknownStatusError,
)
from order_domain.use_cases.cancel_items import ItemsCancelled, cancel_items
from order_domain.use_cases.change_address import AddressFixed, change_address
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.preview_cancellation import Preview, preview_cancellation
from order_domain.use_cases.saving import RequestsCreated
from order_domain.use_cases.view_completed_order import view_completed_order
from order_domain.use_cases.viewing import ViewedOrder
from order_domain.values import EnumValue
from order_domain.visibility import LatestOrders

__all__ = [
    "POLICY",
    "Accepted",
    "Address",
    "AddressFixed",
    "AddressType",
    "ArchiveField",
    "ArchiveQuery",
    "AttemptState",
    "Bank",
    "ByRequest",
    "CancelOutcome",
    "CancellationAttempt",
    "CancellationFacts",
    "CancellationReason",
    "CancellationRequest",
    "CancellationRequestImage",
    "CancellationRequestStatus",
    "CancellationRules",
    "CancellationType",
    "Checkout",
    "Currency",
    "Customer",
    "Decision",
    "Direct",
    "DiscountItem",
    "EasyReturn",
    "EasyReturnShippingCompany",
    "Effect",
    "EnumValue",
    "Finding",
    "Invalid",
    "InvalidSettingError",
    "ItemFacts",
    "ItemsCancelled",
    "LabelledEnum",
    "LatestOrders",
    "Location",
    "LoyaltyTransaction",
    "NotAccepted",
    "NotSent",
    "OldOrder",
    "OldOrderItem",
    "Order",
    "OrderFilter",
    "OrderItem",
    "OrderNotFound",
    "OrderStatus",
    "OutcomeUnknown",
    "Page",
    "PaymentOption",
    "PickupAddressRequired",
    "PickupDate",
    "Preview",
    "Product",
    "Reason",
    "Refused",
    "RequestsCreated",
    "Rule",
    "SelectedImage",
    "SelectedItem",
    "Selection",
    "ShippingOptionGroup",
    "ShopSettings",
    "UnknownStatusError",
    "Upload",
    "ViewedOrder",
    "Window",
    "cancel_items",
    "change_address",
    "decide",
    "direct_until",
    "facts_of",
    "is_cancellable",
    "is_refundable",
    "judge",
    "preview_cancellation",
    "view_completed_order",
]
