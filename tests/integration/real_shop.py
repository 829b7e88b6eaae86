"""A shop in the import format: who is in it, what they ordered, and what it is called.

The records themselves are made by :mod:`integration.real_records`.
"""

from collections.abc import Iterator, Sequence

from . import real_records
from .real_records import Json, address, customer, item, reason, session

ADA, BOB, GUEST = 7, 8, 9
ADAS_SESSION, BOBS_SESSION, GUESTS_SESSION = "ada-3f9c", "bob-77e1", "guest-a02b"
HOME, OFFICE, BOBS_HOME = 41, 42, 51
CHANGED_MY_MIND, SOMETHING_ELSE, DOES_NOT_FIT, WITHDRAWN = 1, 2, 3, 4

NUMBER, PK = "2745403029312170", 6016
SHIRT, SOCKS, BELT = 271, 272, 273
"""Items of the order ``NUMBER``; of the socks there are three pairs."""

BOBS_NUMBER, BOBS_PK, BOBS_ITEM = "2745403029312171", 6017, 274
GUESTS_OLD_NUMBER, GUESTS_NEW_NUMBER = "2745403029312172", "2745403029312173"
DELIVERED_NUMBER, DELIVERED_PK, SNEAKERS = "2745403029312174", 6020, 281
SHIPPED_NUMBER, SHIPPED_PK, TEA_POT = "2745403029312175", 6021, 291


def records() -> Iterator[Json]:
    """The whole shop, in an order in which it can be taken in."""
    yield customer(ADA, "ada@example.com")
    yield customer(BOB, "bob@example.com")
    yield customer(GUEST, "guest@example.com", is_guest=True)
    yield session(ADAS_SESSION, ADA)
    yield session(BOBS_SESSION, BOB)
    yield session(GUESTS_SESSION, GUEST)
    yield address(HOME, ADA, title="Home")
    yield address(OFFICE, ADA, title="Office", is_corporate=True, primary=False)
    yield address(BOBS_HOME, BOB)
    yield from reasons()
    yield order()
    yield order(BOBS_PK, BOBS_NUMBER, BOB, items=[item(BOBS_ITEM)])
    yield order(6018, GUESTS_OLD_NUMBER, GUEST, items=[item(275)])
    newer = "2024-11-24T09:32:05.544358Z"
    yield order(6019, GUESTS_NEW_NUMBER, GUEST, items=[item(276)], created_date=newer)
    sneakers = item(SNEAKERS, "Sneakers", status="delivered", quantity=2)
    yield order(DELIVERED_PK, DELIVERED_NUMBER, items=[sneakers], status="delivered")
    tea_pot = item(TEA_POT, "Tea pot", status="shipped")
    yield order(SHIPPED_PK, SHIPPED_NUMBER, items=[tea_pot], status="shipped")


def order(
    pk: int = PK,
    number: str = NUMBER,
    owner: int = ADA,
    *,
    items: Sequence[Json] | None = None,
    status: str = "approved",
    **more: object,
) -> Json:
    """Ada's order of a shirt, socks and a belt, or what is wanted otherwise."""
    if items is None:
        items = [item(SHIRT), item(SOCKS, "Socks", quantity=3), item(BELT, "Belt")]
    return real_records.order(pk, number, owner, items=items, status=status, **more)


def reasons() -> Iterator[Json]:
    """The shop's cancellation reasons."""
    yield reason(CHANGED_MY_MIND, "cancel", "I changed my mind")
    yield reason(SOMETHING_ELSE, "cancel", "Something else", extra_information_needed=True)
    yield reason(DOES_NOT_FIT, "refund", "It does not fit", order=50)
    yield reason(WITHDRAWN, "cancel", "Found it cheaper", is_active=False)
