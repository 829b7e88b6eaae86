"""What tests say to a sandbox that runs as a process, beside Omnitron's own API.

The calls and their bodies: see the package's docstring.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from attrs import frozen

from order_adapters.omnitron.sandbox.calls import (
    CallKind,
    Received,
    RefusedError,
    Reply,
    decoded,
)
from order_adapters.omnitron.sandbox.disguises import Disguises, ShownStatus
from order_adapters.omnitron.sandbox.faults import ALL, Faults
from order_adapters.omnitron.sandbox.holds import Holds
from order_adapters.omnitron.sandbox.ledger import Ledger
from order_adapters.omnitron.sandbox.requests import Move, OfficeRequests

BACK_DOOR = "/sandbox/"
"""Paths that begin so come here; they need no token and are not in the ledger."""


@frozen(kw_only=True)
class _Plan:
    on: str
    fault: str
    times: int | None = 1
    seconds: float = 30.0


@frozen(kw_only=True)
class _Clearing:
    on: str = ALL


@frozen(kw_only=True)
class _Release:
    on: str | None = None


@frozen(kw_only=True)
class _Record:
    record: object


@frozen(kw_only=True)
class BackDoor:
    """Answers what is asked at the back door; thread-safe."""

    faults: Faults
    holds: Holds
    disguises: Disguises
    requests: OfficeRequests
    ledger: Ledger

    def answer(self, received: Received) -> Reply:
        """Do what the test asks."""
        do: Mapping[tuple[str, str], Callable[[Received], Reply]] = {
            ("POST", "/sandbox/faults"): self._plan,
            ("POST", "/sandbox/faults/clear"): self._clear,
            ("GET", "/sandbox/held"): self._held,
            ("POST", "/sandbox/release"): self._release,
            ("POST", "/sandbox/order_statuses"): self._disguise,
            ("POST", "/sandbox/moves"): self._move,
            ("POST", "/sandbox/updates"): self._add_update,
            ("POST", "/sandbox/updates/forget"): self._forget_updates,
            ("GET", "/sandbox/ledger"): self._ledger,
        }
        act = do.get((received.method, received.path))
        if act is None:
            return Reply.of(HTTPStatus.NOT_FOUND, {"detail": "Not found."})
        try:
            return act(received)
        except RefusedError as refusal:
            return refusal.reply
        except ValueError as error:
            words = {"detail": str(error), "code": "invalid"}
            return Reply.of(HTTPStatus.BAD_REQUEST, words)

    def _plan(self, received: Received) -> Reply:
        plan = decoded(received.body, _Plan)
        self.faults.add(on=plan.on, fault=plan.fault, times=plan.times, seconds=plan.seconds)
        return Reply.of(HTTPStatus.CREATED, plan)

    def _clear(self, received: Received) -> Reply:
        clearing = decoded(received.body or b"{}", _Clearing)
        self.faults.clear(clearing.on)
        return Reply.of(HTTPStatus.OK, clearing)

    def _held(self, received: Received) -> Reply:
        query = received.query
        held = self.holds.wait_for(
            _kind(query.get("on")),
            count=int(query.get("count", "1")),
            seconds=float(query.get("wait", "0")),
        )
        return Reply.of(HTTPStatus.OK, {"held": held})

    def _release(self, received: Received) -> Reply:
        release = decoded(received.body or b"{}", _Release)
        return Reply.of(HTTPStatus.OK, {"released": self.holds.release(_kind(release.on))})

    def _disguise(self, received: Received) -> Reply:
        shown = decoded(received.body, ShownStatus)
        self.disguises.put(shown)
        return Reply.of(HTTPStatus.OK, shown)

    def _move(self, received: Received) -> Reply:
        try:
            return Reply.of(HTTPStatus.OK, self.requests.move(decoded(received.body, Move)))
        except KeyError:
            words = {"remote_id": ["No request has it."]}
            raise RefusedError(HTTPStatus.NOT_FOUND, words) from None

    def _add_update(self, received: Received) -> Reply:
        record = decoded(received.body, _Record).record
        self.requests.add_update(record)
        return Reply.of(HTTPStatus.CREATED, {"record": record})

    def _forget_updates(self, _: Received) -> Reply:
        self.requests.forget_updates()
        return Reply.of(HTTPStatus.OK, {})

    def _ledger(self, received: Received) -> Reply:
        kind = _kind(received.query.get("on"))
        entries = self.ledger.entries if kind is None else self.ledger.of(kind)
        return Reply.of(HTTPStatus.OK, {"entries": entries})


def _kind(on: str | None) -> CallKind | None:
    """The kind of call with this name; one that is none raises ``ValueError``."""
    return None if on is None else CallKind(on)
