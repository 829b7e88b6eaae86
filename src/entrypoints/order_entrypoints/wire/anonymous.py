"""By what an anonymous visitor proves an order: its number and its email, as JSON or as a form.

Source: anonymous-orders, "POST User Anonymous Order"; platform facts, "Commerce API". The
documents call the number ``order``, the storefront ``number``.
"""

from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl

from attrs import frozen
from msgspec import Meta, Struct

from order_domain.field_errors import WHOLE, FieldErrors
from order_entrypoints.wire.reading import REQUIRED, read

BLANK = "This field may not be blank."
MOST_FIELDS = 100

ProofText: TypeAlias = Annotated[str, Meta(pattern="^[^\x00]*$", max_length=254)]
"""As long as an email address can be."""


class ProofBody(Struct, kw_only=True):
    """The email of an order, and its number by either name."""

    email: ProofText | None = None
    order: ProofText | None = None
    number: ProofText | None = None


@frozen(kw_only=True)
class Claim:
    """What somebody says the number and the email of their order are.

    Attributes:
        number: without outer spaces; blank where it could not be read.
        email: as it was sent; blank where it could not be read.
        has_email: one was sent, so that the body means to prove the order itself.
        unreadable: messages for what cannot be one, whatever the rest.
        errors: these, and messages for what is missing; when there are none, it is whole.
    """

    number: str
    email: str
    has_email: bool
    unreadable: FieldErrors
    errors: FieldErrors


def claim_of(content: object) -> Claim:
    """Read the proof out of a decoded body; fields that are none of it are ignored."""
    body = read(content, ProofBody)
    email, number, order = body.value.email, body.value.number, body.value.order
    found = _stripped(number) or _stripped(order)
    missing: dict[str, tuple[str, ...]] = {}
    if not _stripped(email):
        missing["email"] = (REQUIRED if email is None else BLANK,)
    if not found and body.errors.keys().isdisjoint({"number", "order"}):
        is_missing = number is None and order is None
        missing["order" if number is None else "number"] = (REQUIRED if is_missing else BLANK,)
    return Claim(
        number=found,
        email=email or "",
        has_email=bool(_stripped(email)) or "email" in body.errors,
        unreadable=body.errors,
        errors=body.errors if WHOLE in body.errors else {**missing, **body.errors},
    )


def form_fields(body: bytes) -> dict[str, str]:
    """Return the fields of an URL-encoded form, the last of each name.

    Raises:
        ValueError: it is not UTF-8, or has more than ``MOST_FIELDS`` fields.
    """
    pairs = parse_qsl(
        body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
    )
    return dict(pairs)


def _stripped(text: str | None) -> str:
    return (text or "").strip()
