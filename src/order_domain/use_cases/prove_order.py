"""An anonymous visitor proves an order: by its number and its email together, or by a token.

Source: anonymous-orders, "POST User Anonymous Order"; domain description, section 1. The
order must be a guest's. Why a proof fails is told by nothing, not even by the work done:
the same look-up and the same comparison are made for every pair.
"""

from typing import Final

from order_domain.ports import OrderNumberSigner, OrderProof, OrderProofs, SameText

__all__ = ["prove_order", "prove_order_by_token"]

_NOBODYS: Final = OrderProof(pk=0, email="", customer_id=0, is_guest=False)
"""What is compared with when there is no order."""


def prove_order(
    number: str, email: str, *, proofs: OrderProofs, same_text: SameText
) -> OrderProof | None:
    """Return the proof of a guest's order when the email is its own; None in every other case.

    Args:
        number: as it is written in the order.
        email: compared without case and outer spaces.
        proofs: knows by what the order is proven.
        same_text: compares in constant time; asked exactly once.

    Raises:
        StorageUnavailableError: of ``proofs``.
    """
    proof = proofs.by_number(number) or _NOBODYS
    is_same = same_text(_plain(proof.email), _plain(email))
    return proof if is_same and proof.is_guest else None


def prove_order_by_token(
    token: str, *, signer: OrderNumberSigner, proofs: OrderProofs
) -> OrderProof | None:
    """Return the proof of the guest's order that a token names.

    None for a token that was altered, is too old or is another purpose's, and when the
    order is gone or its customer has registered since.

    Args:
        token: as the successful look-up gave it.
        signer: of these tokens only.
        proofs: knows whose the order is.

    Raises:
        StorageUnavailableError: of ``proofs``.
    """
    number = signer.unsign(token)
    proof = None if number is None else proofs.by_number(number)
    return proof if proof is not None and proof.is_guest else None


def _plain(email: str) -> str:
    return email.strip().casefold()
