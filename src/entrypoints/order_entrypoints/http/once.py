"""``Idempotency-Key``: a request that is sent again is not worked on again.

Source: draft-ietf-httpapi-idempotency-key-header-07. An answer is only ever given again to
the same caller, who was let in this time too: :func:`once` is called after that.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid5

import msgspec
from attrs import frozen
from starlette.responses import Response

from order_domain.ports import StorageUnavailableError
from order_entrypoints.http.call import Call
from order_entrypoints.http.problems import HttpProblem, PassingResponse
from order_entrypoints.idempotency import IdempotencyKeys
from order_entrypoints.wire.values import encode

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 255
"""Characters, as elsewhere (Stripe)."""

KEY_PATTERN = "^[!-~]([ -~]*[!-~])?$"
"""Printable ASCII; outer spaces belong to HTTP."""

LEASE = timedelta(minutes=2)
"""A request has ended by then, be it at the third call to Omnitron that takes its time. If
one has not, it may be worked on twice, and the domain sees to it that nothing is cancelled
twice."""

KEPT = timedelta(hours=24)

LARGEST_ANSWER = 64 * 1024
"""Bytes of a body that is kept: more than a hundred cancellation requests."""

PASSING = frozenset({401, 403, 408, 409, 413, 415, 425, 429})
"""Statuses that say nothing of the request itself: a repeat may fare better."""

_NAMES = UUID("5f0c6a8e-9f5b-4c55-9d0c-2f6b1f0b7a11")
"""Any number that nobody else makes names under."""

_KEY = re.compile(KEY_PATTERN)


@frozen(kw_only=True)
class KeptAnswer:
    """What is answered again.

    Attributes:
        language: of ``Content-Language``; None for none.
    """

    status: int
    body: str
    content_type: str | None
    language: str | None


_DECODER = msgspec.json.Decoder(KeptAnswer)


@frozen(kw_only=True)
class _Claim:
    """One request with a key, and what works on it."""

    call: Call
    keys: IdempotencyKeys
    key: str
    fingerprint: str
    owner: str

    def take(self) -> tuple[str, str | None] | None:
        now = self.call.ports.clock()
        return self.keys.claim(
            self.key, self.fingerprint, owner=self.owner, now=now, until=now + LEASE
        )

    def keep(self, answer: str) -> None:
        until = self.call.ports.clock() + KEPT
        self.keys.keep(self.key, owner=self.owner, answer=answer, until=until)

    def release(self) -> None:
        self.keys.release(self.key, owner=self.owner)


def once(call: Call, caller: str, work: Callable[[], Response]) -> Response:
    """Answer by ``work``; or, with a key that was sent before, as it was answered then.

    Without a key, or where the service keeps none, it is ``work`` and nothing else.

    Args:
        call: the request, whose caller was let in and whose CSRF token was checked.
        caller: who that is; nobody has a key in common with another.
        work: answers; what it raises is no answer to be kept.

    Raises:
        HttpProblem: 400 for a key that is none, 409 while the first request is worked on,
            422 when the first one was another.
    """
    keys = call.ports.idempotency
    if keys is None or HEADER not in call.request.headers:
        return work()
    claim = _claim(call, keys, caller)
    known = claim.take()
    if known is None:
        return _worked_on(claim, work)
    fingerprint, answer = known
    if fingerprint != claim.fingerprint:
        raise HttpProblem(422, f"{HEADER}: it came with another body before; use a new key.")
    if answer is None:
        message = f"{HEADER}: the first request with it is still being worked on; try again soon."
        raise HttpProblem(409, message, {"retry-after": str(call.config.retry_after)})
    return _again(_DECODER.decode(answer))


def name_of(call: Call, caller: str) -> str | None:
    """Return the id that a request with a key gives to what it begins; None without a key.

    A repeat gives the same, though nobody may have kept an answer: a server that died has not.

    Args:
        call: the request.
        caller: as for :func:`once`.
    """
    keys = call.ports.idempotency
    if keys is None or HEADER not in call.request.headers:
        return None
    claim = _claim(call, keys, caller)
    return str(uuid5(_NAMES, f"{claim.key} {claim.fingerprint}"))


def _claim(call: Call, keys: IdempotencyKeys, caller: str) -> _Claim:
    request = call.request
    asked = (request.method.encode(), request.url.path.rstrip("/").encode())
    return _Claim(
        call=call,
        keys=keys,
        key=_digest(caller.encode(), *asked, _key_of(call).encode()),
        fingerprint=_digest(*asked, call.body),
        owner=call.ports.new_uuid(),
    )


def _key_of(call: Call) -> str:
    """The key that the client gave.

    Raises:
        HttpProblem: 400 for what is no key.
    """
    sent = call.request.headers.getlist(HEADER)
    if len(sent) != 1 or len(sent[0]) > LONGEST_KEY or not _KEY.fullmatch(sent[0]):
        expected = f"one value of 1 to {LONGEST_KEY} printable ASCII characters"
        raise HttpProblem(400, f"{HEADER}: expected {expected}.")
    return sent[0]


def _digest(*parts: bytes) -> str:
    """Of these parts in this order, wherever one ends and the next begins."""
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


def _worked_on(claim: _Claim, work: Callable[[], Response]) -> Response:
    try:
        response = work()
    except Exception:
        _note(claim, claim.release)
        raise
    if _is_final(response):
        answer = encode(_kept(claim.call, response)).decode()
        _note(claim, lambda: claim.keep(answer))
    else:
        _note(claim, claim.release)
    return response


def _note(claim: _Claim, note: Callable[[], None]) -> None:
    """Write down how it went; what was done stays done when that fails."""
    try:
        note()
    except StorageUnavailableError as error:
        claim.call.ports.report(f"An {HEADER} stays in use for up to {LEASE}: {error}")


def _is_final(response: Response) -> bool:
    if isinstance(response, PassingResponse) or response.status_code in PASSING:
        return False
    return response.status_code < 500 and len(response.body) <= LARGEST_ANSWER


def _kept(call: Call, response: Response) -> KeptAnswer:
    language: str | None = getattr(call.request.state, "language", None)
    return KeptAnswer(
        status=response.status_code,
        body=bytes(response.body).decode(),
        content_type=response.headers.get("content-type"),
        language=language,
    )


def _again(kept: KeptAnswer) -> Response:
    headers = {REPLAYED: "true"}
    if kept.content_type is not None:
        headers["content-type"] = kept.content_type
    if kept.language is not None:
        headers["content-language"] = kept.language
    return Response(kept.body, kept.status, headers)
