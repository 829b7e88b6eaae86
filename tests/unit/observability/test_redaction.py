"""What is taken out of the log, and what is left in it."""

import logging

import msgspec
import pytest

from order_domain.ports import StorageUnavailableError
from order_entrypoints.configuration import read_configuration
from order_entrypoints.observability.logs import JsonLines, ReadableLines
from order_entrypoints.observability.redaction import Redaction
from order_entrypoints.observability.secrets import secrets_of


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("of ada@example.com, twice: ada.l+x@shop.example.co.uk", "of ***, twice: ***"),
        ("GET /orders/?email=ada%40example.com&number=7", "GET /orders/?email=***&number=7"),
        ("at postgresql://orders:pa55@db:5432/orders", "at postgresql://***@db:5432/orders"),
        ("redis://:pa55@cache/0", "redis://***@cache/0"),
        ("to TR330006100519786457841326.", "to ***."),
        ("to TR33 0006 1005 1978 6457 8413 26.", "to ***."),
        ("Authorization: Token 0123456789abcdef", "Authorization: Token ***"),
        ("authorization=Bearer+eyJhbGciOi.J9", "authorization=Bearer ***"),
        (
            "Cookie: sessionid=abc123; csrftoken=xyz; a=b",
            "Cookie: sessionid=***; csrftoken=***; a=b",
        ),
        ("{'password': 'pa55', \"api_key\": \"k\"}", "{'password': '***', \"api_key\": \"***\"}"),
    ],
)
def test_what_looks_like_a_secret_or_a_person_is_hidden(text: str, left: str) -> None:
    assert Redaction().clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)",
        "order 2745403029312170, request 6f1c2a52-3a5e-4a39-8f0f-0c8ad0f4be1d",
        "CSRF token missing; a Token is needed",
        "2 @ 3.5 each",
    ],
)
def test_what_does_not_is_left(text: str) -> None:
    assert Redaction().clean(text) == text


def test_known_secrets_are_hidden_wherever_they_stand_longest_first() -> None:
    redaction = Redaction(["s3cr3t", "s3cr3t-and-more", "", "abc"])

    assert redaction.clean("xs3cr3t-and-morex s3cr3ts abc") == "x***x ***s abc"
    assert "s3cr3t" not in repr(redaction)


def raised(message: str) -> StorageUnavailableError:
    """A fault of ours, raised from one of Python's that quotes what it read."""
    with pytest.raises(StorageUnavailableError) as caught:  # noqa: PT012  (that is the point)
        try:
            int("Lovelace")
        except ValueError as error:
            raise StorageUnavailableError(message) from error
    return caught.value


def test_of_an_exception_its_kind_and_place_are_told_not_its_words() -> None:
    outline = Redaction().outline(raised("The disk is full."))

    first, *_, cause, last, _ = outline.splitlines()
    assert first == "ValueError"
    assert cause == "which led to"
    assert last.endswith("StorageUnavailableError: The disk is full.")
    assert "test_redaction.py:" in outline
    assert "Lovelace" not in outline


def test_exceptions_of_a_group_and_circles_are_told_once() -> None:
    inner = ValueError("Lovelace")
    group = ExceptionGroup("Lovelace", [inner, KeyError("ada")])
    inner.__cause__ = group

    outline = Redaction().outline(group)

    assert outline.splitlines() == ["ExceptionGroup", "ValueError", "KeyError"]


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, None)


@pytest.mark.parametrize("formatter", [JsonLines(), ReadableLines()])
@pytest.mark.parametrize("text", ["a\nb", 'a\r\n{"level": 1}', "\x1b[2Ja", "\u2028b", "\ud800"])
def test_a_message_stays_on_its_line(formatter: logging.Formatter, text: str) -> None:
    line = formatter.format(record("%s", text))

    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert line.encode()


def test_a_json_line_carries_what_broke() -> None:
    broken, error = record("It broke for %s.", "ada@example.com"), raised("Ask ada@example.com.")
    broken.exc_info = (type(error), error, error.__traceback__)

    line = msgspec.json.decode(JsonLines().format(broken), type=dict[str, str])

    assert line["message"] == "It broke for ***."
    assert "Ask ***." in line["error"]


def test_every_secret_of_the_environment_is_known() -> None:
    environment = {
        "ORDERS_SECRET_KEYS": "key-one,key-two",
        "ORDERS_OMNITRON_PASSWORD": "0mnitron",
        "ORDERS_DATABASE_URL": "postgresql://orders:p%2Fdb@db/orders?sslpassword=tls-pass",
        "ORDERS_THROTTLE_URL": "redis://:r3dis@cache/0",
        "ORDERS_MEDIA_URL": "s3://bucket?secret_access_key=s3-key&region=eu",
        "OTEL_EXPORTER_OTLP_HEADERS": "x-key=c0llect0r,other=more%20one",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://user:t3legraph@collector",
    }

    secrets = set(secrets_of(read_configuration(environment), environment))

    assert secrets >= {
        *("key-one", "key-two", "0mnitron", "p%2Fdb", "p/db", "tls-pass", "r3dis", "s3-key"),
        *("c0llect0r", "more one", "t3legraph"),
    }
    assert "eu" not in secrets
