"""Where cancellation requests are exchanged with the back office behind Omnitron."""

import re

from attrs import evolve, frozen

from order_adapters.omnitron import refusals, request_wire, wire
from order_adapters.omnitron.authorised import NOT_NOW, AuthorisedLine
from order_adapters.omnitron.line import Answer, Call
from order_domain.cancellation_records import CancellationRequest
from order_domain.ports import (
    RequestRefused,
    RequestTaken,
    RequestUpdate,
    UnreadableUpdate,
    Updates,
)

BAD_REQUEST = 400
NOT_FOUND = 404

SAYS_KNOWN = re.compile(r"\balready\b|\bexists\b|\bunique\b", re.IGNORECASE)
"""Tells "exists already" and "must be unique" from "does not exist" and "is not valid"."""


@frozen(eq=False, repr=False)
class RequestsDesk:
    """Implements ``order_domain.ports.OmnitronRequests``; thread-safe."""

    _line: AuthorisedLine
    _channel_id: int

    def send(self, request: CancellationRequest) -> RequestTaken | RequestRefused:
        """Hand over a request; safe to repeat."""
        what = f"Cancellation request {request.uuid} could not be handed to Omnitron"
        call = Call("POST", self._path, body=request_wire.request_body(request))
        answer = self._line.ask(call, what)
        if answer.is_success:
            self._check_is_omnitrons(answer, what)
            return RequestTaken()
        if answer.is_refusal and answer.status not in NOT_NOW:
            return self._refusal(answer)
        raise self._line.failed(what, answer)

    def updates(self, page: int) -> Updates:
        """Read a page of updates; one past the end, since the list has shrunk, is empty."""
        what = f"Page {page} of the cancellation requests' updates could not be read at Omnitron"
        answer = self._line.ask(
            Call("GET", f"{self._path}updates/", query={"page": str(page)}), what
        )
        if answer.status == NOT_FOUND and page > 1:
            return Updates(())
        if not answer.is_success:
            raise self._line.failed(what, answer)
        try:
            updates = request_wire.updates_in(answer.body)
        except wire.GarbledError as error:
            raise self._line.garbled(f"{what}: garbled answer: {error}") from None
        return evolve(updates, results=tuple(self._cleaned(each) for each in updates.results))

    @property
    def _path(self) -> str:
        return f"channel/{self._channel_id}/cancellation_requests/"

    def _check_is_omnitrons(self, answer: Answer, what: str) -> None:
        """Let nobody in between, with a page of their own, take a request off our hands."""
        try:
            wire.json_in(answer.body or b"null")
        except wire.GarbledError as error:
            raise self._line.garbled(f"{what}: garbled answer: {error}") from None

    def _refusal(self, answer: Answer) -> RequestTaken | RequestRefused:
        errors = refusals.errors_in(answer, self._line.login.hide)
        says_known = SAYS_KNOWN.search(" ".join(errors.get("remote_id", ())))
        if answer.status == BAD_REQUEST and says_known:
            return RequestTaken(was_known=True)
        words = refusals.text_of(errors)
        return RequestRefused(f"Omnitron refused ({answer.status}): {words}")

    def _cleaned(
        self, update: RequestUpdate | UnreadableUpdate
    ) -> RequestUpdate | UnreadableUpdate:
        if isinstance(update, RequestUpdate):
            return update
        return evolve(update, problem=self._line.clean(update.problem))
