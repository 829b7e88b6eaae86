"""What several operations take, answer, or show as an example."""

from collections.abc import Mapping

from order_domain.lists import HIGHEST_LIMIT
from order_entrypoints.http.once import HEADER, KEY_PATTERN, LONGEST_KEY, REPLAYED
from order_entrypoints.http.openapi import Answer, Parameter

NOT_FOUND = Answer(description="There is none, or it is not the customer's.", also_html=True)
INVALID = Answer(description="Every error, by field; nothing was changed.")
INVALID_QUERY = Answer(description="A query parameter cannot be read.")
NO_PICKUP_ADDRESS = Answer(
    description="A refund by easy return without a pickup address (cancellation_request_100_8)."
)
SLOW_DOWN = Answer(description="Too many look-ups; see Retry-After.")
NO_PROOF = Answer(description="Number and email do not prove an order of a guest.")

LINE: Mapping[str, object] = {"order_item": 271, "cancellation_type": "cancel", "reason": 3}
LINES: Mapping[str, object] = {"cancel_order_items": [LINE]}
PROOF: Mapping[str, object] = {"email": "ada@example.com", "number": "2745403029312170"}

IDEMPOTENCY_KEY = Parameter(
    name=HEADER,
    where="header",
    description=(
        "Any text that no other request of yours has, such as a UUID. Sent again with the same "
        f"body within 24 hours, it gets the first answer again, with `{REPLAYED}: true`."
    ),
    schema={"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": KEY_PATTERN},
)
ONCE: Mapping[int, Answer] = {
    409: Answer(description=f"The first request with this {HEADER} is not ready; see Retry-After."),
    422: Answer(description=f"This {HEADER} came with another body before."),
}
"""What operations that take an Idempotency-Key answer beside the rest."""

PAGE = Parameter(
    name="page",
    description="From 1; a page that is not there is 404.",
    schema={"type": "integer", "minimum": 1},
)
LIMIT = Parameter(
    name="limit",
    description=f"Rows of a page; more than {HIGHEST_LIMIT} is cut to {HIGHEST_LIMIT}.",
    schema={"type": "integer", "minimum": 1, "default": 12},
)
SEARCH = Parameter(
    name="search",
    description="Part of the order's number, in any case.",
    schema={"type": "string", "pattern": "^[^\u0000]*$"},
)
MOMENT: Mapping[str, object] = {
    "anyOf": [
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "date"},
        {"type": "string", "maxLength": 0},
    ]
}
