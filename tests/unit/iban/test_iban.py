import socket
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from order_adapters.iban import compact, is_iban

TURKISH = "TR330006100519786457841326"

# Examples of SWIFT's IBAN registry.
REGISTERED = [
    TURKISH,
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "NL91ABNA0417164300",
    "FR1420041010050500013M02606",
    "MT84MALT011000012345MTLCAST001S",
    "ES9121000418450200051332",
    "BE68539007547034",
    "NO9386011117947",
    "ME25505000012345678951",
    "LC55HEMM000100010012001200023015",
]


def with_checksum(country: str, account: str, plus: int = 0) -> str:
    """An IBAN by the book, or with ``plus`` multiples of 97 on its check digits."""
    digits = "".join(str(int(character, 36)) for character in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97 + 97 * plus:02}{account}"


@pytest.mark.parametrize("number", REGISTERED)
def test_a_number_out_of_the_registry_is_an_iban(number: str) -> None:
    assert is_iban(number)


@pytest.mark.parametrize(
    "written",
    [
        "TR33 0006 1005 1978 6457 8413 26",
        "  tr33 0006 1005 1978 6457 8413 26\n",
        "TR33-0006-1005-1978-6457-8413-26",
        "TR33.0006.1005.1978.6457.8413.26",
        "TR33\u00a00006\u00a01005\u00a01978\u00a06457\u00a08413\u00a026",
        "TR3\uff13 0006 1005 1978 6457 8413 26",  # a full-width digit
        " ".join(TURKISH),
    ],
)
def test_the_way_it_is_written_does_not_matter(written: str) -> None:
    assert is_iban(written)
    assert compact(written) == TURKISH


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "TR",
        "TR33",
        "hello",
        TURKISH[:-1],
        TURKISH + "0",
        TURKISH * 2,
        TURKISH + "\0",
        "XX" + TURKISH[2:],
        "TR33/0006/1005/1978/6457/8413/26",
        "TR\u0663\u0663" + TURKISH[4:],  # Arabic digits
        with_checksum("TR", "0006100519786457841326"[:-1]),
        with_checksum("TR", "A006100519786457841326"),
        with_checksum("ZZ", "0006100519786457841326"),
        "TR33000610051978645784132\u0666",
        "\uff34R330006100519786457841326",  # a full-width letter
    ],
)
def test_what_no_country_gives_is_no_iban(wrong: str) -> None:
    assert not is_iban(wrong)


@pytest.mark.parametrize(
    ("country", "account"),
    [
        ("ES", "21000418460200051332"),
        ("BE", "539007547035"),
        ("NO", "86011117948"),
        ("ME", "505000012345678952"),
    ],
)
def test_an_account_number_wrong_by_its_countrys_own_rule_is_no_iban(
    country: str, account: str
) -> None:
    assert not is_iban(with_checksum(country, account))


@given(st.text("0123456789", min_size=16, max_size=16))
def test_check_digits_outside_of_02_to_98_are_wrong(account: str) -> None:
    turkish = f"000610{account}"
    right = with_checksum("TR", turkish)
    low, high = int(right[2:4]) - 97, int(right[2:4]) + 97
    aliases = [f"TR{digits:02}{turkish}" for digits in (low, high) if 0 <= digits < 100]

    assert is_iban(right)
    assert not any(map(is_iban, aliases))


@given(st.sampled_from(REGISTERED), st.data())
def test_one_wrong_digit_is_always_noticed(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(2, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789"))
    assume(other != number[at])

    assert not is_iban(number[:at] + other + number[at + 1 :])


@given(st.sampled_from(REGISTERED), st.data())
def test_two_neighbours_exchanged_are_always_noticed(number: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(4, len(number) - 2))
    assume(number[at] != number[at + 1])

    assert not is_iban(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(st.one_of(st.text(), st.text("TR0123456789 .-\u0131\u0663\ud800", max_size=70)))
@example("TR33")
def test_any_text_is_an_iban_or_not_and_compacts_once(text: str) -> None:
    assert is_iban(text) == is_iban(compact(text)) or len(text) > 68
    assert compact(compact(text)) == compact(text)


def test_a_very_long_text_is_not_looked_into() -> None:
    text = "9" * 10_000_000
    begun = time.thread_time()

    assert not is_iban(text)
    assert time.thread_time() - begun < 0.1


def test_nothing_is_asked_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)

    assert all(map(is_iban, REGISTERED))
