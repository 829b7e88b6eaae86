"""What tests say to a sandbox that runs as a process, beside Omnitron's own API.

POST /sandbox/faults  {"on": "cancel", "fault": "cut_after", "times": 1, "seconds": 30}
POST /sandbox/moves   {"remote_id": "<uuid of a request>", "status": "rejected"}
GET  /sandbox/ledger  {"entries": [...]}
"""

from http import HTTPStatus

from attrs import frozen

from order_adapters.omnitron.sandbox.calls import Received, RefusedError, Reply, decoded
from order_adapters.omnitron.sandbox.faults import Faults, PlannedFault
from order_adapters.omnitron.sandbox.ledger import Ledger
from order_adapters.omnitron.sandbox.requests import Move, OfficeRequests

BACK_DOOR = "/sandbox/"
"""Paths that begin so come here; they need no token and are not in the ledger."""


@frozen(kw_only=True)
class BackDoor:
    """Answers what is asked at the back door; thread-safe."""

    faults: Faults
    requests: OfficeRequests
    ledger: Ledger

    def answer(self, received: Received) -> Reply:
        """Do what the test asks."""
        try:
            match received.method, received.path:
                case "POST", "/sandbox/faults":
                    return self._plan(received.body)
                case "POST", "/sandbox/moves":
                    return self._move(received.body)
                case "GET", "/sandbox/ledger":
                    return Reply.of(HTTPStatus.OK, {"entries": self.ledger.entries})
                case _:
                    return Reply.of(HTTPStatus.NOT_FOUND, {"detail": "Not found."})
        except RefusedError as refusal:
            return refusal.reply

    def _plan(self, body: bytes) -> Reply:
        planned = decoded(body, PlannedFault)
        self.faults.plan(planned)
        return Reply.of(HTTPStatus.CREATED, planned)

    def _move(self, body: bytes) -> Reply:
        try:
            return Reply.of(HTTPStatus.OK, self.requests.move(decoded(body, Move)))
        except KeyError:
            words = {"remote_id": ["No request has it."]}
            raise RefusedError(HTTPStatus.NOT_FOUND, words) from None
