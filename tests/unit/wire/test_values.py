"""Building blocks of the shapes: choices, keys, wording."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest

from order_domain.money import Currency
from order_domain.statuses import (
    CancellationRequestStatus,
    CancellationType,
    OrderStatus,
    UnknownStatusError,
)
from order_domain.values import EnumValue
from order_entrypoints.wire.addresses import LocationShape
from order_entrypoints.wire.values import (
    AwareDatetime,
    Choice,
    CurrencyChoice,
    HourMinute,
    KeyedShape,
    Member,
    MemberChoice,
    RequestStatusChoice,
    Shape,
    StatusChoice,
    TypeChoice,
    Units,
    Wording,
    decode,
    encode,
    key,
    plain,
    to_domain,
)


class Chosen(Shape, kw_only=True):
    """Something with one choice of each kind."""

    status: StatusChoice | None = None
    currency: CurrencyChoice | None = None
    type: TypeChoice | None = None
    request: RequestStatusChoice | None = None
    company: Choice | None = None


class Timed(Shape, kw_only=True):
    """Something that is limited by its types."""

    at: AwareDatetime | None = None
    hour: HourMinute | None = None
    units: Units | None = None


def chosen(field: str, value: object) -> object:
    """What a choice is read as."""
    return getattr(decode(msgspec.json.encode({field: value}), Chosen), field)


@pytest.mark.parametrize("status", OrderStatus)
def test_a_status_is_known_by_slug_and_code_alone_or_as_an_object(status: OrderStatus) -> None:
    sent: list[object] = [
        status.value,
        status.code,
        int(status.code),
        {"value": status.value, "label": "whatever"},
        {"value": int(status.code)},
    ]

    for value in sent:
        choice = chosen("status", value)
        assert isinstance(choice, StatusChoice)
        assert choice.member is status
        assert (choice.value, choice.label) == (status.value, status.label)


def test_cancelled_with_two_ls_is_understood() -> None:
    choice = chosen("status", "cancelled")

    assert isinstance(choice, StatusChoice)
    assert choice.member is OrderStatus.CANCELED


@pytest.mark.parametrize(
    ("field", "members"),
    [
        ("currency", Currency),
        ("type", CancellationType),
        ("request", CancellationRequestStatus),
    ],
)
def test_members_of_the_other_enums_are_known_by_slug(
    field: str, members: type[Currency | CancellationType | CancellationRequestStatus]
) -> None:
    for member in members:
        choice = chosen(field, member.value)
        assert isinstance(choice, CurrencyChoice | TypeChoice | RequestStatusChoice)
        assert choice.member is member


NO_CHOICES: list[object] = [
    True,
    1.5,
    [],
    [1],
    {},
    {"label": "Yurtiçi"},
    {"value": None},
    {"value": True},
    {"value": []},
    {"value": "x", "label": None},
    {"value": "x", "label": 5},
]


@pytest.mark.parametrize("value", NO_CHOICES, ids=repr)
@pytest.mark.parametrize("field", ["status", "company"])
def test_what_is_no_choice_is_refused_at_its_place(field: str, value: object) -> None:
    message = r'Expected `{"value", "label"}` or the value alone - at `\$.' + field

    with pytest.raises(msgspec.ValidationError, match=message):
        chosen(field, value)


@pytest.mark.parametrize("field", ["status", "currency", "type", "request"])
@pytest.mark.parametrize("value", ["", "x", 5, -400, {"value": "x"}], ids=repr)
def test_a_member_that_is_not_known_is_refused_with_those_that_are(
    field: str, value: object
) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"is not one of: \w+"):
        chosen(field, value)


def test_any_value_is_a_choice_of_the_shops() -> None:
    read = [chosen("company", value) for value in ("yurtici", 7, {"value": 7, "label": "Seven"})]

    assert [(each.value, each.label) for each in read if isinstance(each, Choice)] == [
        ("yurtici", ""),
        ("7", ""),
        ("7", "Seven"),
    ]


def test_a_choice_is_written_with_its_label() -> None:
    written = msgspec.json.decode(encode(Chosen(company=Choice("yurtici", "Yurtiçi"))))

    assert written["company"] == {"value": "yurtici", "label": "Yurtiçi"}


@pytest.mark.parametrize("member", [*OrderStatus, *Currency, *CancellationRequestStatus])
def test_members_are_shown_by_slug_and_statuses_of_orders_by_code_where_wanted(
    member: Member,
) -> None:
    by_slug, by_code = Wording().texts(member), Wording(codes=True).texts(member)

    assert by_slug == (member.value, member.label)
    value = member.code if isinstance(member, OrderStatus) else member.value
    assert by_code == (value, member.label)


@pytest.mark.parametrize("codes", [False, True])
@pytest.mark.parametrize("status", OrderStatus)
def test_what_is_shown_of_a_status_is_read_as_the_same(status: OrderStatus, *, codes: bool) -> None:
    shown = StatusChoice(*Wording(codes=codes).texts(status))

    read = decode(encode(Chosen(status=shown)), Chosen).status

    assert read is not None
    assert read.member is status


def test_a_choice_that_is_none_is_none_in_the_domain() -> None:
    assert plain(None) is None
    assert plain(Choice("a", "b")) == EnumValue("a", "b")


@pytest.mark.parametrize(
    ("document", "expected"),
    [('{"pk":5,"name":"x"}', 5), ('{"id":5,"name":"x"}', 5), ('{"id":0,"pk":0,"name":"x"}', 0)],
)
def test_pk_and_id_say_the_same(document: str, expected: int) -> None:
    shape = decode(document, LocationShape)

    assert (shape.pk, shape.id, key(shape)) == (expected, expected, expected)
    assert to_domain(shape, EnumValueOfKey).pk == expected


class EnumValueOfKey(msgspec.Struct):
    """Takes the key only."""

    pk: int


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ('{"name":"x"}', "Object missing required field `pk`"),
        ('{"pk":1,"id":2,"name":"x"}', "`pk` and `id` differ"),
        ('{"pk":-1,"name":"x"}', r"Expected `int` >= 0"),
        ('{"pk":9223372036854775808,"name":"x"}', r"Expected `int` <= 9223372036854775807"),
        ('{"id":"1","name":"x"}', "Expected `int`, got `str`"),
        ('{"pk":null,"name":"x"}', "Expected `int`, got `null`"),
    ],
)
def test_a_key_that_is_none_is_refused(document: str, message: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=message):
        decode(document, LocationShape)


def test_a_shape_without_a_key_cannot_be_made_nor_asked_for_one() -> None:
    with pytest.raises(ValueError, match="missing required field `pk`"):
        KeyedShape()
    shape = KeyedShape(pk=1)
    shape.pk = msgspec.UNSET
    with pytest.raises(ValueError, match="missing required field `pk`"):
        key(shape)


def test_unknown_keys_are_refused_by_name() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `colour`"):
        decode('{"pk":1,"name":"x","colour":"blue"}', LocationShape)


@pytest.mark.parametrize(
    "document",
    [
        '{"at":"2025-06-02T10:00:00"}',
        '{"at":"2025-06-02"}',
        '{"at":0}',
        '{"hour":"24:00"}',
        '{"hour":"10:00\\n"}',
        '{"hour":"1\\u0663:00"}',
        '{"units":0}',
        '{"units":-1}',
        '{"units":1.5}',
    ],
)
def test_values_out_of_their_limits_are_refused(document: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(document, Timed)


def test_values_within_their_limits_are_taken() -> None:
    document = '{"at":"2025-06-02T12:00:00+02:00","hour":"23:59","units":1}'

    assert decode(document, Timed) == Timed(
        at=datetime(2025, 6, 2, 10, tzinfo=UTC), hour="23:59", units=1
    )


def test_what_is_no_shape_can_be_neither_read_nor_written() -> None:
    with pytest.raises(NotImplementedError):
        decode("1", OfNoShape)
    with pytest.raises(NotImplementedError):
        encode(OfNoShape())


class OfNoShape:
    """A class that the wire does not know."""


@pytest.mark.parametrize(
    "parse",
    [StatusChoice.parse, CurrencyChoice.parse, TypeChoice.parse, RequestStatusChoice.parse],
)
def test_parsing_a_member_that_is_not_known_says_so(parse: Callable[[str], Member]) -> None:
    with pytest.raises(UnknownStatusError):
        parse("nonsense")


def test_a_choice_among_no_members_knows_none() -> None:
    with pytest.raises(NotImplementedError):
        MemberChoice.parse("approved")
