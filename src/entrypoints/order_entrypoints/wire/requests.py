"""Bodies of the request endpoints: one line as the body itself, or a list of lines.

Source: anonymous-orders, "… Cancellation Request" and its bulk form.
"""

from collections.abc import Mapping, Sequence

from attrs import frozen

from order_domain.cancellation.checks import LINES
from order_domain.field_errors import WHOLE, FieldErrors, gather
from order_domain.selections import Selection, Uploads
from order_entrypoints.wire.bodies import CancellationBody, selection_of, uploads_of
from order_entrypoints.wire.reading import read

ONLY_LINE = f"{LINES}.0"


@frozen(kw_only=True)
class Asked:
    """What a body asks for.

    Attributes:
        selection: blank where it could not be read.
        uploads: the pictures sent with each line.
        unreadable: messages by the dotted names that a list of lines would have.
        is_one: the body is one line itself; its fields have no prefix.
    """

    selection: Selection
    uploads: Uploads
    unreadable: FieldErrors
    is_one: bool

    def told(self, errors: Mapping[str, Sequence[str]]) -> FieldErrors:
        """Return errors by the names that the client knows the fields by."""
        if not self.is_one:
            return {name: tuple(messages) for name, messages in errors.items()}
        return gather(
            [(_own_name(name), message) for name, found in errors.items() for message in found]
        )


def one_asked(content: object) -> Asked:
    """Read a body that is one line itself."""
    return _asked({LINES: [content]}, is_one=True)


def many_asked(content: object) -> Asked:
    """Read a body with a list of lines."""
    return _asked(content, is_one=False)


def _asked(content: object, *, is_one: bool) -> Asked:
    body = read(content, CancellationBody)
    return Asked(
        selection=selection_of(body.value),
        uploads=uploads_of(body.value),
        unreadable=body.errors,
        is_one=is_one,
    )


def _own_name(name: str) -> str:
    return WHOLE if name == ONLY_LINE else name.removeprefix(f"{ONLY_LINE}.")
