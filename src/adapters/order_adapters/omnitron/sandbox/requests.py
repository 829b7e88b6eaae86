"""Cancellation requests at the sandbox's back office."""

import re
from datetime import datetime
from http import HTTPStatus
from itertools import islice
from threading import Lock
from typing import Annotated

import msgspec
from attrs import evolve, frozen

from order_adapters.omnitron.sandbox.calls import RefusedError
from order_domain.ports import Clock
from order_domain.statuses import CancellationRequestStatus, CancellationType

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


@frozen(kw_only=True)
class NewRequest:
    """A request that a shop hands over; ``remote_id`` is the shop's uuid of it."""

    remote_id: Text
    order_item: int | str
    reason: int
    cancellation_type: CancellationType
    quantity: Annotated[int, msgspec.Meta(ge=1)]
    description: str | None = None
    iban: str | None = None
    holder_name: str | None = None
    fully_refund_as_loyalty_money: bool = False


@frozen(kw_only=True)
class KeptRequest:
    """What the back office says of a request.

    Attributes:
        status: of the documented ones, unless the back office was made to say another.
        modified_date: when its status last moved.
    """

    id: int
    remote_id: str
    status: str
    modified_date: datetime


@frozen(kw_only=True)
class Move:
    """A word of the back office (the body of ``POST /sandbox/moves``).

    Attributes:
        status: any text, so that shops can be told what they do not know.
    """

    remote_id: str
    status: str


class OfficeRequests:
    """Keeps requests and what became of them; thread-safe.

    A request is among the updates once its status was moved, whatever moves Omnitron
    itself allows.
    """

    def __init__(self, now: Clock, page_size: int) -> None:
        self._now = now
        self._page_size = page_size
        self._kept: dict[str, KeptRequest] = {}
        self._moved: dict[str, object] = {}
        self._lock = Lock()

    def create(self, new: NewRequest) -> KeptRequest:
        """Keep a new request.

        Raises:
            RefusedError: 400, its ``remote_id`` is known already.
        """
        with self._lock:
            if new.remote_id in self._kept:
                words = ["Cancellation request with this remote id already exists."]
                raise RefusedError(HTTPStatus.BAD_REQUEST, {"remote_id": words})
            kept = KeptRequest(
                id=len(self._kept) + 1,
                remote_id=new.remote_id,
                status=CancellationRequestStatus.OPEN,
                modified_date=self._now(),
            )
            self._kept[new.remote_id] = kept
            return kept

    def move(self, move: Move) -> KeptRequest:
        """Give a request another status; it is then the last among the updates.

        Raises:
            KeyError: no request has this ``remote_id``.
        """
        with self._lock:
            kept = evolve(self._kept[move.remote_id], status=move.status, modified_date=self._now())
            self._kept[move.remote_id] = kept
            self._moved.pop(move.remote_id, None)
            self._moved[move.remote_id] = kept
            return kept

    def add_update(self, record: object) -> None:
        """List any JSON value among the updates, as if it were one; it stays there."""
        with self._lock:
            self._moved[f"added {len(self._moved)}"] = record

    def forget_updates(self) -> None:
        """List nothing any more but what is moved from now on, so that pages become fewer."""
        with self._lock:
            self._moved.clear()

    def updates(self, page: str, url: str) -> dict[str, object]:
        """Return a page of what was moved, oldest move first.

        Args:
            page: its number, from 1.
            url: of the updates, for the links to the next and the previous page.

        Raises:
            RefusedError: 404, there is no such page.
        """
        with self._lock:
            moved = list(self._moved.values())
        pages = max(1, -(-len(moved) // self._page_size))
        number = int(page) if re.fullmatch(r"[0-9]{1,9}", page) else 0
        if not 1 <= number <= pages:
            raise RefusedError(HTTPStatus.NOT_FOUND, {"detail": "Invalid page."})
        start = (number - 1) * self._page_size
        return {
            "count": len(moved),
            "next": f"{url}?page={number + 1}" if number < pages else None,
            "previous": f"{url}?page={number - 1}" if number > 1 else None,
            "results": list(islice(moved, start, start + self._page_size)),
        }
