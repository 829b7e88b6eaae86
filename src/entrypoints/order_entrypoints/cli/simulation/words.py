"""Plain English for what programs call by codes: outcomes, reasons, rules, facts."""

from collections import Counter
from collections.abc import Iterable, Mapping

from order_domain.cancellation.decision import Outcome
from order_domain.cancellation.facts import CancellationFacts, ItemFacts
from order_domain.cancellation.rules import CancellationRules
from order_domain.simulation import Measure, Tally
from order_domain.statuses import CancellationType

OUTCOME: Mapping[Outcome, str] = {
    Outcome.DIRECT: "Cancelled at once",
    Outcome.REQUEST: "Sent to the shop",
    Outcome.REFUSED: "Refused",
}

REASON: Mapping[str, str] = {
    "already_cancelled": "the order is cancelled already",
    "in_progress": "a cancellation is under way",
    "order_status": "the order's status does not allow it",
    "invoiced": "the order has an invoice",
    "expired": "the time limit is over",
    "item_status": "an item's status does not allow it",
    "request_exists": "the shop has been asked already",
    "needs_request": "a return, loyalty points or a part: only a request can do that",
}

_HOUR, _DAY = 60, 24 * 60


def reason(code: str) -> str:
    """Tell why; an embedder's own reason by its code."""
    return REASON.get(code, code.replace("_", " "))


def reasons(numbers: Mapping[str, int]) -> str:
    """Tell each reason with its number."""
    return "; ".join(f"{reason(code)} ({count:,})" for code, count in numbers.items())


def duration(minutes: int) -> str:
    """Minutes as people say them: ``45 min``, ``1 h 30 min``, ``2 d 3 h``."""
    days, rest = divmod(minutes, _DAY) if minutes > _DAY else (0, minutes)
    hours, left = divmod(rest, _HOUR)
    parts = [(days, "d"), (hours, "h"), (0 if days else left, "min")]
    return " ".join(f"{number:,} {unit}" for number, unit in parts if number) or "0 min"


def percent(part: float, whole: float) -> str:
    """A share with one decimal: ``12.3 %``."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def money(tally: Tally) -> str:
    """The sums on one line, or nothing where no amount is known."""
    return " + ".join(amounts(tally))


def amounts(tally: Tally) -> list[str]:
    """The sum in each currency."""
    return [
        f"{tally.money[currency]:,.{currency.places}f} {currency.label}"
        for currency in sorted(tally.money)
    ]


def measure(what: Measure) -> str:
    """What is counted: ``sent to the shop, invoiced``."""
    words = OUTCOME[what.outcome].lower()
    if what.is_invoiced is None:
        return words
    return f"{words}, {'with' if what.is_invoiced else 'without'} an invoice"


def number(value: float) -> str:
    """A whole number without decimals, any other with one."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def rules(setting: CancellationRules) -> str:
    """What a set of rules says, in one line."""
    extra = ", ".join(
        status_words(each) for each in sorted(setting.extra_direct_cancellable_statuses)
    )
    refuse = ", ".join(reason(code) for code in sorted(setting.refuse))
    limit = f"within {duration(setting.time_limit)} of the order"
    parts = (
        limit if setting.time_limit_is_active else "at any time",
        "not with an invoice" if setting.has_invoice else "invoice or not",
        f"also when {extra}" if extra else "",
        f"refused, not sent to the shop, when {refuse}" if refuse else "",
    )
    return "; ".join(part for part in parts if part)


def facts(met: CancellationFacts) -> str:
    """One attempt, as a sentence."""
    invoice = "with" if met.is_invoiced else "without"
    points = ", for loyalty points" if met.as_loyalty_money else ""
    return (
        f"Order {status_words(met.order_status)}, {invoice} an invoice, "
        f"{duration(met.age)} after it was placed: {_items(met.items)}{points}"
    )


def status_words(status: str) -> str:
    """A status without underscores."""
    return status.replace("_", " ")


def _items(items: Iterable[ItemFacts]) -> str:
    told = Counter(_item(item) for item in items)
    several = (f"{text}, {count} times" if count > 1 else text for text, count in told.items())
    return "; ".join(several) or "no items"


def _item(item: ItemFacts) -> str:
    verb = "return" if item.cancellation_type is CancellationType.REFUND else "cancel"
    more = (
        ("only a part of its quantity", item.is_part),
        ("units not listed one by one", not item.units_listed),
        ("a request is open", item.has_open_request),
        ("a cancellation is under way", item.is_under_way),
        ("for loyalty points", item.as_loyalty_money is True),
        ("not for loyalty points", item.as_loyalty_money is False),
    )
    told = [text for text, holds in more if holds]
    return f"{verb} an item that is {status_words(item.status)}" + (
        f" ({', '.join(told)})" if told else ""
    )
