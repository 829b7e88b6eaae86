"""The shop's cancellation rules: the dynamic setting ``EXTRA_CANCEL_RULES``, parsed.

Source: order-management, "Configuration (Dynamic Settings)"; ``refuse`` is this
library's addition (domain description, section 2).
"""

from collections.abc import Mapping

from attrs import frozen

from order_domain.statuses import CANCELLED, OrderStatus, UnknownStatusError
from order_domain.values import is_array, is_object

DEFAULT_TIME_LIMIT = 60
"""Minutes (``EXTRA_CANCEL_RULES.hour_gap.time``)."""

MAY_REFUSE: frozenset[str] = frozenset({"order_status", "invoiced", "expired"})
"""Reasons that defer to a request unless the shop lists them under ``refuse``."""

NEVER_CANCELLABLE: frozenset[OrderStatus] = CANCELLED | {OrderStatus.REFUNDED}
"""Nothing is left to cancel in these, whatever a shop may want."""


class InvalidSettingError(ValueError):
    """A setting's value cannot be used.

    Attributes:
        errors: dotted key → what is wrong with it, for example
            ``{"hour_gap.time": ["Expected a whole number of minutes, 0 or more."]}``.
    """

    def __init__(self, name: str, errors: Mapping[str, list[str]]) -> None:
        """Keep the errors of setting ``name``."""
        self.name = name
        self.errors = dict(errors)
        lines = (f"{key}: {message}" for key, found in errors.items() for message in found)
        super().__init__(f"{name} is not valid: " + "; ".join(lines))


@frozen(kw_only=True)
class CancellationRules:
    """What a shop may change about direct cancellation.

    Attributes:
        extra_direct_cancellable_statuses: order and item statuses that can be
            cancelled directly beside the documented three.
        has_invoice: an invoiced order cannot be cancelled directly.
        time_limit_is_active: whether ``time_limit`` holds (``hour_gap.is_active``).
        time_limit: minutes after the order's creation (``hour_gap.time``), 0 or more.
        refuse: the reasons among ``MAY_REFUSE`` that refuse instead of deferring.
    """

    extra_direct_cancellable_statuses: frozenset[OrderStatus] = frozenset()
    has_invoice: bool = False
    time_limit_is_active: bool = False
    time_limit: int = DEFAULT_TIME_LIMIT
    refuse: frozenset[str] = frozenset()

    def __attrs_post_init__(self) -> None:
        """Check what :meth:`parse` has checked already.

        Raises:
            ValueError: a negative limit, a status in which nothing is left to cancel, or
                a reason that cannot refuse.
        """
        if self.time_limit < 0:
            raise ValueError("time_limit: expected 0 or more minutes.")
        if never := self.extra_direct_cancellable_statuses & NEVER_CANCELLABLE:
            raise ValueError(f"{', '.join(sorted(never))} can never be cancelled directly.")
        if unknown := self.refuse - MAY_REFUSE:
            raise ValueError(f"{', '.join(sorted(unknown))} cannot be made to refuse.")

    @classmethod
    def parse(cls, setting: object) -> "CancellationRules":
        """Read the documented setting; what it leaves out keeps its default.

        Args:
            setting: a JSON object such as ``{"has_invoice": true, "hour_gap":
                {"is_active": true, "time": 90}}``. Statuses as slug or code.

        Raises:
            InvalidSettingError: with every wrong key, unknown ones included.
        """
        reader = _Reader()
        top = reader.mapping(setting, "", _KEYS)
        gap = reader.mapping(top.get("hour_gap", {}), "hour_gap", _GAP_KEYS)
        rules = cls(
            extra_direct_cancellable_statuses=reader.statuses(top),
            has_invoice=reader.flag(top, "has_invoice", "has_invoice"),
            time_limit_is_active=reader.flag(gap, "is_active", "hour_gap.is_active"),
            time_limit=reader.minutes(gap),
            refuse=reader.refuse(top),
        )
        if reader.errors:
            raise InvalidSettingError("EXTRA_CANCEL_RULES", reader.errors)
        return rules

    def to_setting(self) -> dict[str, object]:
        """Return the documented setting that parses to these rules."""
        return {
            "extra_direct_cancellable_statuses": sorted(self.extra_direct_cancellable_statuses),
            "has_invoice": self.has_invoice,
            "hour_gap": {"is_active": self.time_limit_is_active, "time": self.time_limit},
            "refuse": sorted(self.refuse),
        }


_KEYS = ("extra_direct_cancellable_statuses", "has_invoice", "hour_gap", "refuse")
_GAP_KEYS = ("is_active", "time")


class _Reader:
    """Reads the parts of the setting and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def wrong(self, key: str, message: str) -> None:
        self.errors.setdefault(key or "non_field_errors", []).append(message)

    def mapping(self, value: object, at: str, known: tuple[str, ...]) -> Mapping[str, object]:
        if not is_object(value):
            self.wrong(at, "Expected an object.")
            return {}
        for key in value:
            if key not in known:
                dotted = f"{at}.{key}" if at else str(key)
                self.wrong(dotted, f"Unknown key; expected one of: {', '.join(known)}.")
        return value

    def flag(self, values: Mapping[str, object], key: str, dotted: str) -> bool:
        value = values.get(key, False)
        if isinstance(value, bool):
            return value
        self.wrong(dotted, "Expected true or false.")
        return False

    def minutes(self, gap: Mapping[str, object]) -> int:
        value = gap.get("time", DEFAULT_TIME_LIMIT)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.wrong("hour_gap.time", "Expected a whole number of minutes, 0 or more.")
        return DEFAULT_TIME_LIMIT

    def texts(self, values: Mapping[str, object], key: str) -> list[tuple[str, str]]:
        """The entries of a list with their dotted keys; codes may come as numbers."""
        value = values.get(key, [])
        if not is_array(value):
            self.wrong(key, "Expected a list.")
            return []
        return [(f"{key}.{index}", str(entry)) for index, entry in enumerate(value)]

    def statuses(self, top: Mapping[str, object]) -> frozenset[OrderStatus]:
        found: set[OrderStatus] = set()
        for dotted, text in self.texts(top, "extra_direct_cancellable_statuses"):
            try:
                status = OrderStatus.parse(text)
            except UnknownStatusError as error:
                self.wrong(dotted, str(error))
                continue
            if status in NEVER_CANCELLABLE:
                self.wrong(dotted, f"{status} can never be cancelled directly.")
            else:
                found.add(status)
        return frozenset(found)

    def refuse(self, top: Mapping[str, object]) -> frozenset[str]:
        found: set[str] = set()
        for dotted, text in self.texts(top, "refuse"):
            if text not in MAY_REFUSE:
                self.wrong(dotted, f"Expected one of: {', '.join(sorted(MAY_REFUSE))}.")
            else:
                found.add(text)
        return frozenset(found)
