"""What may be set of the HTTP service, and the ports it works with."""

from collections.abc import Callable

from attrs import field, frozen

from order_domain.cancellation.policy import Rule
from order_domain.ports import (
    Archive,
    CancellationReasons,
    CheckPicture,
    Clock,
    Customers,
    DecisionLog,
    IsIban,
    NewUuid,
    Omnitron,
    OrderHistory,
    OrderNumberSigner,
    Orders,
    PictureStore,
    Report,
    Sessions,
    Settings,
)
from order_entrypoints.http.anonymous_access import AnonymousAccess
from order_entrypoints.idempotency import IdempotencyKeys
from order_entrypoints.languages.catalogues import read_languages
from order_entrypoints.languages.negotiation import Languages
from order_entrypoints.wire.values import Wording


@frozen(kw_only=True)
class HttpConfig:
    """How the service answers.

    Attributes:
        wording: how statuses are shown, but for the language, which each request asks for.
        languages: those that it may ask for.
        login_url: where a page sends somebody without a session.
        secure_cookies: set cookies for HTTPS only.
        max_body: bytes of a request body; more is answered with 413.
        max_pictures_body: bytes of a body that may carry pictures: five of 5 MiB, as they
            are allowed, in base64.
        body_seconds: for a body to come; what comes of it wins time, by ``body_rate``.
        body_rate: bytes a second that a body may not stay below for long; else 408.
        read_threads: requests that read from the database at once.
        picture_threads: requests at once that may check and keep pictures.
        picture_queue: more of these that may wait for a thread; beyond it 503.
        omnitron_threads: requests at once that may wait for Omnitron.
        omnitron_queue: more of these that may wait for a thread; beyond it 503.
        retry_after: seconds, sent with a 503.
    """

    wording: Wording = field(factory=Wording)
    languages: Languages = field(factory=read_languages)
    login_url: str = "/users/auth/login/"
    secure_cookies: bool = True
    max_body: int = 1024 * 1024
    max_pictures_body: int = 36 * 1024 * 1024
    body_seconds: float = 20.0
    body_rate: int = 16 * 1024
    read_threads: int = 16
    picture_threads: int = 4
    picture_queue: int = 16
    omnitron_threads: int = 16
    omnitron_queue: int = 32
    retry_after: int = 5


@frozen(kw_only=True)
class Ports:
    """Everything the endpoints need from the outside.

    Attributes:
        check_storage: raises ``StorageUnavailableError`` when the database does not answer.
        anonymous: what lets visitors without a session in; None to let none in.
        idempotency: knows which requests were sent before; None to work on each.
    """

    orders: Orders
    history: OrderHistory
    archive: Archive
    customers: Customers
    sessions: Sessions
    reasons: CancellationReasons
    settings: Settings
    omnitron: Omnitron
    decisions: DecisionLog
    pictures: PictureStore
    check_picture: CheckPicture
    is_iban: IsIban
    report: Report
    signer: OrderNumberSigner
    clock: Clock
    new_uuid: NewUuid
    policy: tuple[Rule, ...]
    check_storage: Callable[[], None]
    anonymous: AnonymousAccess | None
    idempotency: IdempotencyKeys | None
