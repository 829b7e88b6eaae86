"""Cancellation requests in Omnitron's JSON: handed over, and heard of again.

Source: interfaces, "Omnitron, as this project speaks it".
"""

from collections.abc import Iterator
from hashlib import sha256

import msgspec
from attrs import frozen

from order_adapters.omnitron.wire import GarbledError, decoded
from order_domain.cancellation_records import CancellationRequest
from order_domain.ports import RequestUpdate, UnreadableUpdate, Updates
from order_domain.statuses import CancellationRequestStatus, UnknownStatusError

LONGEST_ID = 64
"""Characters of an id that is passed on; our uuids have 36."""


@frozen(kw_only=True)
class _Page:
    results: tuple[msgspec.Raw, ...]
    next: str | None = None


@frozen(kw_only=True)
class _Update:
    remote_id: str
    status: str


@frozen(kw_only=True)
class _Ids:
    """As much as is needed to tell one unreadable update from another."""

    id: object = None
    remote_id: object = None


def request_body(request: CancellationRequest) -> bytes:
    """Return the body that hands a request over."""
    return msgspec.json.encode(
        {
            "order_item": request.order_item,
            "reason": request.reason,
            "remote_id": request.uuid,
            "description": request.description,
            "cancellation_type": request.cancellation_type,
            "quantity": request.quantity,
            "iban": request.iban,
            "holder_name": request.holder_name,
            "fully_refund_as_loyalty_money": request.fully_refund_as_loyalty_money,
        }
    )


def updates_in(body: bytes) -> Updates:
    """Return a page of updates; one that makes no sense does not spoil the others.

    Raises:
        GarbledError: the page as a whole makes no sense.
    """
    page = decoded(body, _Page)
    # Nothing comes after an empty page; a next that is always there would never end.
    return Updates(tuple(_updates(page)), has_next=bool(page.next and page.results))


def _updates(page: _Page) -> Iterator[RequestUpdate | UnreadableUpdate]:
    for raw in page.results:
        try:
            yield _update(raw)
        except GarbledError as error:
            yield UnreadableUpdate(_key(raw), str(error))


def _update(raw: msgspec.Raw) -> RequestUpdate:
    update = decoded(raw, _Update)
    if not _is_id(update.remote_id):
        raise GarbledError("the remote_id is empty, too long, or cannot be printed.")
    try:
        return RequestUpdate(update.remote_id, CancellationRequestStatus.parse(update.status))
    except UnknownStatusError:
        raise GarbledError(f"the status {update.status!r} is unknown.") from None


def _key(raw: msgspec.Raw) -> str:
    """The uuid; else Omnitron's id; else what stays the same as long as the update does."""
    try:
        ids = decoded(raw, _Ids)
    except GarbledError:
        ids = _Ids()
    if isinstance(ids.remote_id, str) and _is_id(ids.remote_id):
        return ids.remote_id
    if isinstance(ids.id, int | str) and _is_id(f"omnitron {ids.id}"):
        return f"omnitron {ids.id}"
    return f"omnitron {sha256(bytes(raw)).hexdigest()[:16]}"


def _is_id(text: str) -> bool:
    """Whether a database can look for it, and keep it."""
    return 0 < len(text) <= LONGEST_ID and text.isprintable()
