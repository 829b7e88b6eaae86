"""The shop's dynamic settings, as one value."""

from attrs import field, frozen

from order_domain.cancellation.rules import CancellationRules


@frozen(kw_only=True)
class ShopSettings:
    """What a shop may change while the service runs.

    Attributes:
        cancellation_rules: ``EXTRA_CANCEL_RULES``.
        easy_return_enabled: ``EASY_RETURN_ENABLED``: a refund needs a shipping company
            that fetches the item, and an address to fetch it from.
        shadow_rules: ``EXTRA_CANCEL_RULES_SHADOW``: a candidate that is asked about each
            decision beside the rules in force, and never obeyed; None: there is none.
        max_images_per_item: ``CANCELLATION_REQUEST_MAX_IMAGE_COUNT_PER_ORDER_ITEM``.
    """

    cancellation_rules: CancellationRules = field(factory=CancellationRules)
    shadow_rules: CancellationRules | None = None
    easy_return_enabled: bool = True
    max_images_per_item: int = 5
