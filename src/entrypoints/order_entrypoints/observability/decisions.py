"""Decisions, counted: how what was asked for ended, and for which reasons."""

from typing import assert_never

from order_domain.cancellation.decision import ByRequest, Decision, Direct, Reason, Refused
from order_domain.use_cases.cancel_items import CancelResult, ItemsCancelled
from order_domain.use_cases.outcomes import Invalid, OrderNotFound, PickupAddressRequired
from order_domain.use_cases.preview_cancellation import Preview, PreviewResult
from order_domain.use_cases.request_cancellation import RequestResult
from order_domain.use_cases.saving import RequestsCreated
from order_entrypoints.observability.metrics import Metrics


def count_cancel(metrics: Metrics, result: CancelResult) -> None:
    """Count how a cancellation ended; one that Omnitron was in the way of is a ``fallback``."""
    match result:
        case ItemsCancelled():
            metrics.decided("cancel", "direct")
        case RequestsCreated():
            outcome = "request" if result.reasons else "fallback"
            metrics.decided("cancel", outcome, _codes(result.reasons))
        case _:
            _count_unfit(metrics, "cancel", result)


def count_request(metrics: Metrics, result: RequestResult) -> None:
    """Count how asking for the back office's decision ended."""
    if isinstance(result, RequestsCreated):
        metrics.decided("request", "request", _codes(result.reasons))
    else:
        _count_unfit(metrics, "request", result)


def count_preview(metrics: Metrics, result: PreviewResult) -> None:
    """Count what a preview foretold."""
    if isinstance(result, Preview):
        outcome, reasons = _foretold(result.decision)
        metrics.decided("preview", outcome, _codes(reasons))
    else:
        _count_unfit(metrics, "preview", result)


def _foretold(decision: Decision) -> tuple[str, tuple[Reason, ...]]:
    match decision:
        case Direct():
            return "direct", ()
        case ByRequest(reasons):
            return "request", reasons
        case Refused(reasons):
            return "refused", reasons
        case _:
            assert_never(decision)


def _count_unfit(
    metrics: Metrics,
    operation: str,
    result: Refused | Invalid | PickupAddressRequired | OrderNotFound,
) -> None:
    match result:
        case Refused(reasons):
            metrics.decided(operation, "refused", _codes(reasons))
        case Invalid() | PickupAddressRequired():
            metrics.decided(operation, "invalid")
        case OrderNotFound():
            metrics.decided(operation, "not_found")
        case _:
            assert_never(result)


def _codes(reasons: tuple[Reason, ...]) -> set[str]:
    return {reason.code for reason in reasons}
