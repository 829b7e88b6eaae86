"""The sandbox as a whole: started, stopped, and looked into by tests."""

import time
from datetime import UTC, datetime
from threading import Event, Thread
from types import TracebackType
from typing import Self

from order_adapters.omnitron.sandbox.back_door import BACK_DOOR, BackDoor
from order_adapters.omnitron.sandbox.bodies import AddressChange
from order_adapters.omnitron.sandbox.calls import BASE_PATH, Answer, Received
from order_adapters.omnitron.sandbox.counter import Counter
from order_adapters.omnitron.sandbox.desk import Desk
from order_adapters.omnitron.sandbox.disguises import Disguises, ShownStatus
from order_adapters.omnitron.sandbox.faults import Faults
from order_adapters.omnitron.sandbox.holds import Holds
from order_adapters.omnitron.sandbox.ledger import Ledger
from order_adapters.omnitron.sandbox.listener import Listener
from order_adapters.omnitron.sandbox.orders import FindOrder, FindOrderByPk, OmnitronOrders
from order_adapters.omnitron.sandbox.requests import KeptRequest, Move, OfficeRequests
from order_adapters.omnitron.sandbox.tokens import Tokens
from order_domain.ports import Clock

POLL_SECONDS = 0.02
"""How soon a stopping sandbox notices."""


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


class SandboxOmnitron:
    """A stand-in Omnitron on a port of its own.

    Attributes:
        faults: what goes wrong; add to it while the sandbox runs.
        holds: the calls that are held; wait for them and release them.
        requests: what the back office has, and what it lists as updates.
        ledger: everything received so far.
    """

    def __init__(  # noqa: PLR0913 each is a knob of its own
        self,
        find_order: FindOrder,
        find_order_by_pk: FindOrderByPk,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        username: str = "sandbox",
        password: str = "sandbox",  # noqa: S107 it guards nothing
        channel_id: int = 1,
        latency: float = 0.0,
        hang: float = 0.0,
        fail_rate: float = 0.0,
        lose_rate: float = 0.0,
        seed: int = 0,
        lists_units: bool = True,
        page_size: int = 10,
        now: Clock = _now,
    ) -> None:
        """Take the port; calls are answered once it is started.

        Args:
            find_order: looks an order up by number, from many threads, at each call.
            find_order_by_pk: the same by our pk.
            host: the address to listen on.
            port: 0 means any that is free.
            username: of the one account.
            password: of that account.
            channel_id: the only sales channel.
            latency: seconds before any call is looked at.
            hang: seconds between acting on a cancellation and answering it.
            fail_rate: share of cancellations answered 500, half of them after acting.
            lose_rate: share of cancellations whose line is cut, half of them after acting.
            seed: of the random choices.
            lists_units: whether an item of N units can be N entries; False lists each item
                as one, whatever the order says.
            page_size: of the updates.
            now: tells when a request was modified.

        Raises:
            OSError: the port is taken or not ours to take.
            ValueError: a rate is no share.
        """
        self.faults = Faults(fail_rate=fail_rate, lose_rate=lose_rate, seed=seed)
        self.holds = Holds()
        self.ledger = Ledger()
        self._disguises = Disguises()
        self.requests = OfficeRequests(now, page_size)
        self._stopped = Event()
        self._desk = Desk(
            channel_id=channel_id,
            orders=OmnitronOrders(find_order, find_order_by_pk, lists_units=lists_units),
            requests=self.requests,
            tokens=Tokens(username, password),
            ledger=self.ledger,
            disguises=self._disguises,
        )
        self._counter = Counter(
            desk=self._desk,
            faults=self.faults,
            holds=self.holds,
            latency=latency,
            hang=hang,
            stopped=self._stopped,
        )
        self._back_door = BackDoor(
            faults=self.faults,
            holds=self.holds,
            disguises=self._disguises,
            requests=self.requests,
            ledger=self.ledger,
        )
        self._listener = Listener((host, port), self._answer)
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """The URL of the API with its base path, as ``ORDERS_OMNITRON_URL`` wants it."""
        return f"{self.root}{BASE_PATH}"

    @property
    def root(self) -> str:
        """The URL without the base path; the back door is below it."""
        host, port = self._listener.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def address_changes(self) -> tuple[AddressChange, ...]:
        """The address changes accepted so far, oldest first."""
        return tuple(self._desk.address_changes)

    def show_status(self, number: str, status: str | None, remote_id: str | None = None) -> None:
        """Show any text as the status of an order, or of its entries with a ``remote_id``.

        Args:
            number: of the order.
            status: None shows the true one again.
            remote_id: our pk of an order item, as text; None for the order itself.
        """
        self._disguises.put(ShownStatus(number=number, status=status, remote_id=remote_id))

    def move_request(self, remote_id: str, status: str) -> KeptRequest:
        """Let the back office give a cancellation request another status, or any text.

        Raises:
            KeyError: no request has this ``remote_id``.
        """
        return self.requests.move(Move(remote_id=remote_id, status=status))

    def start(self) -> Self:
        """Answer calls in a thread until ``stop``."""
        self._thread = Thread(target=self._listen, name="sandbox-omnitron", daemon=True)
        self._thread.start()
        return self

    def serve_forever(self) -> None:
        """Answer calls in this thread until it is interrupted, then stop."""
        try:
            self._listen()
        finally:
            self._close()

    def stop(self) -> None:
        """Stop what ``start`` began: shut every connection and give the port back."""
        if self._thread is not None:
            self._listener.shutdown()
            self._thread.join()
            self._thread = None
        self._close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _listen(self) -> None:
        self._listener.serve_forever(POLL_SECONDS)

    def _close(self) -> None:
        self._listener.server_close()
        self._listener.hang_up()
        self._stopped.set()  # after the lines are shut: who hangs is not answered any more
        self.holds.end()
        self._listener.wait_until_quiet()

    def _answer(self, received: Received) -> Answer:
        if received.path.startswith(BACK_DOOR):
            return self._back_door.answer(received)
        return self._counter.answer(received)
