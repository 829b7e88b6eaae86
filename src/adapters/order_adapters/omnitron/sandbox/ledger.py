"""Everything that the sandbox received, for tests that count."""

from threading import Lock

from attrs import evolve, frozen

from order_adapters.omnitron.sandbox.calls import CallKind


@frozen(kw_only=True)
class LedgerEntry:
    """A call that was received.

    Attributes:
        kind: None for a call that Omnitron does not have.
        target: path and query.
        status: HTTP status of the answer; None before it, and for a line that was cut.
        order: for a cancellation, Omnitron's pk of the order.
        items: for a cancellation, Omnitron's pks of the entries asked for.
        remote_id: for a cancellation request handed over, the shop's uuid of it.
        acted: it was carried out, whatever was answered.
    """

    kind: CallKind | None
    method: str
    target: str
    status: int | None = None
    order: int | None = None
    items: tuple[int, ...] = ()
    remote_id: str | None = None
    acted: bool = False


class Ledger:
    """Holds the calls in the order they came in; thread-safe."""

    def __init__(self) -> None:
        self._entries: list[LedgerEntry] = []
        self._lock = Lock()

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """All calls, oldest first."""
        with self._lock:
            return tuple(self._entries)

    def of(self, kind: CallKind | str) -> tuple[LedgerEntry, ...]:
        """Return the calls of one kind, oldest first."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    @property
    def cancels(self) -> tuple[LedgerEntry, ...]:
        """All cancellations received, oldest first."""
        return self.of(CallKind.CANCEL)

    @property
    def requests(self) -> tuple[LedgerEntry, ...]:
        """All cancellation requests handed over, repeated ones too, oldest first."""
        return self.of(CallKind.REQUEST)

    def receive(self, entry: LedgerEntry) -> int:
        """Write down a call that came in; return its place."""
        with self._lock:
            self._entries.append(entry)
            return len(self._entries) - 1

    def note_acted(self, place: int) -> None:
        """Write down that the call was carried out."""
        with self._lock:
            self._entries[place] = evolve(self._entries[place], acted=True)

    def note_status(self, place: int, status: int) -> None:
        """Write down what is about to be answered."""
        with self._lock:
            self._entries[place] = evolve(self._entries[place], status=status)
