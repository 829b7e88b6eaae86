"""What an operation of the API is: served and documented from the same value."""

from collections.abc import Callable, Mapping

from attrs import field, frozen

from order_domain.values import JsonObject
from order_entrypoints.http.call import Call, Handler, Pool

HTML = "text/html"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@frozen(kw_only=True)
class Parameter:
    """A query, path or header parameter.

    Attributes:
        where: ``query``, ``path`` or ``header``.
        schema: JSON Schema of its value.
    """

    name: str
    description: str
    where: str = "query"
    schema: JsonObject = field(factory=lambda: {"type": "string"})


@frozen(kw_only=True)
class Answer:
    """What may come back with a status.

    Attributes:
        shape: type of the JSON body; None for none, or for one without a type.
        media_type: of the body.
    """

    description: str
    shape: object = None
    media_type: str = JSON
    also_html: bool = False


@frozen(kw_only=True)
class Operation:
    """An operation: a path and a method, who answers, and what it means.

    Attributes:
        path: with Starlette's parameters (``{pk:int}``).
        body: type of the request's JSON body; None for none.
        admit: raises for those of whom no body is taken in at all.
        needs_session: answered with 401, or 403 and a page, without a session.
        answers: by status, beside those that follow from the rest.
        aliases: further paths with the same meaning, left out of the document.
    """

    method: str
    path: str
    name: str
    tag: str
    summary: str
    handler: Handler
    description: str = ""
    pool: Pool = Pool.READS
    body: type | None = None
    admit: Callable[[Call], object] | None = None
    also_form: bool = False
    needs_session: bool = True
    parameters: tuple[Parameter, ...] = ()
    answers: Mapping[int, Answer] = field(factory=dict[int, Answer])
    aliases: tuple[str, ...] = ()
    request_example: JsonObject | None = None

    @property
    def is_unsafe(self) -> bool:
        """Whether it changes something, and so needs the CSRF token."""
        return self.method not in {"GET", "HEAD"}
