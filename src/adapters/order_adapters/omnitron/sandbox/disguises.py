"""Statuses that Omnitron is made to show, whatever it has."""

from threading import Lock

from attrs import frozen


@frozen(kw_only=True)
class ShownStatus:
    """What to show (the body of ``POST /sandbox/order_statuses``).

    Attributes:
        number: of the order.
        status: any text; None shows the true one again.
        remote_id: of the entries to show it for; None: for the order itself.
    """

    number: str
    status: str | None
    remote_id: str | None = None


class Disguises:
    """Holds what is shown instead of the true statuses; thread-safe.

    Cancelling goes by the true ones.
    """

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str | None], str] = {}
        self._lock = Lock()

    def put(self, shown: ShownStatus) -> None:
        """Show a status from now on, or the true one again."""
        with self._lock:
            place = shown.number, shown.remote_id
            if shown.status is None:
                self._shown.pop(place, None)
            else:
                self._shown[place] = shown.status

    def of(self, number: str, true: str, remote_id: str | None = None) -> str:
        """Return what to show for an order, or for its entries with this ``remote_id``."""
        with self._lock:
            return self._shown.get((number, remote_id), true)
