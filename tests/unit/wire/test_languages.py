"""Labels in the language of whoever asks."""

import pytest

from order_domain.money import Currency
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_entrypoints.languages.catalogues import read_languages
from order_entrypoints.languages.language import ENGLISH, Language
from order_entrypoints.languages.negotiation import LONGEST, Languages, preferences
from order_entrypoints.languages.template import LABELLED
from order_entrypoints.wire.values import Member, Wording

LANGUAGES = read_languages()
TURKISH = LANGUAGES.by_tag["tr"]


@pytest.mark.parametrize(
    ("member", "label"),
    [
        (OrderStatus.APPROVED, "Onaylandı"),
        (OrderStatus.PREPARING, "Hazırlanıyor"),
        (OrderStatus.SHIPPED, "Kargoya Verildi"),
        (OrderStatus.CANCELED, "İptal Edildi"),
        (OrderStatus.CANCELLATION_WAITING, "İptal Bekliyor"),
        (OrderStatus.REFUNDED, "İade Edildi"),
        (CancellationRequestStatus.REJECTED, "Reddedildi"),
        (CancellationType.REFUND, "İade"),
    ],
)
def test_turkish_labels_are_those_of_turkish_shops(member: Member, label: str) -> None:
    assert TURKISH.label(member) == label


def test_one_english_word_of_two_enums_may_be_two_in_turkish() -> None:
    of_order = OrderStatus.WAITING_FOR_PAYMENT
    of_request = CancellationRequestStatus.WAITING_FOR_PAYMENT

    assert of_order.label == of_request.label
    assert TURKISH.label(of_order) != TURKISH.label(of_request)


@pytest.mark.parametrize("kind", LABELLED)
def test_two_members_of_an_enum_never_have_one_turkish_label(
    kind: type[OrderStatus | CancellationRequestStatus | CancellationType],
) -> None:
    assert len({TURKISH.label(member) for member in kind}) == len(kind)


@pytest.mark.parametrize("language", [ENGLISH, TURKISH], ids=lambda language: language.tag)
def test_a_currency_is_its_code_in_every_language(language: Language) -> None:
    assert language.label(Currency.TRY) == "TRY"


def test_english_is_what_the_enums_say() -> None:
    assert all(ENGLISH.label(member) == member.label for kind in LABELLED for member in kind)


def test_wording_says_nothing_of_languages_by_default() -> None:
    assert Wording().texts(OrderStatus.APPROVED) == ("approved", "Approved")


@pytest.mark.parametrize(("shop", "value"), [("slug", "approved"), ("code", "400")])
def test_wording_has_the_label_in_its_language_beside_slug_or_code(shop: str, value: str) -> None:
    wording = Wording(codes=shop == "code", language=TURKISH)

    assert wording.texts(OrderStatus.APPROVED) == (value, "Onaylandı")


@pytest.mark.parametrize(
    "accepted",
    [
        "tr",
        "TR",
        "tr-TR",
        "tr_TR",
        "tr-Latn-TR",
        "tr-TR,tr;q=0.9,en-US;q=0.8,en;q=0.7",
        "en;q=0.5, tr;q=0.6",
        "en;q=0.5,tr",
        "tr;q=0.001",
        "tr ; q=1.000",
        "tr;Q=0.5",
        "de, tr",
        "de-AT;q=1, fr;q=0.9, tr;q=0.1",
        "en;q=0, tr;q=0.1",
        ",, tr",
        "tr, *;q=0.5",
        "tr;q=0.5, en;q=0.5",
    ],
)
def test_turkish_for_who_prefers_it(accepted: str) -> None:
    assert LANGUAGES.best(accepted) == TURKISH


@pytest.mark.parametrize(
    "accepted",
    [
        "",
        "en",
        "en-GB, tr;q=0.9",
        "tr;q=0.5, en",
        "en;q=0.5, tr;q=0.5",
        "de",
        "trk",
        "tr;q=0",
        "tr;q=0.000",
        "*",
        "*;q=0",
        "*, tr;q=0.5",
        "tr;q=0, *",
    ],
)
def test_english_for_who_prefers_it_or_what_is_not_there(accepted: str) -> None:
    assert LANGUAGES.best(accepted) == ENGLISH


@pytest.mark.parametrize(
    "accepted",
    [
        "tr;q=high",
        "tr;q=2",
        "tr;q=-1",
        "tr;q=nan",
        "tr;q=1e9",
        "tr;q=",
        "tr;level=1",
        "tr;;",
        "tr en",
        "tr-",
        "-tr",
        "tr/TR",
        "t\u00fcrk",
        "tr\x00",
        "tr\u0660",
        ";;;,,,===",
        '"tr"',
        "tr" * 100_000,
        "tr" + "-tr" * 100,
        "tr," * 100_000,
        " " * LONGEST + "tr",
    ],
    ids=lambda accepted: repr(accepted[:12]),
)
def test_english_for_what_cannot_be_read(accepted: str) -> None:
    assert LANGUAGES.best(accepted) == ENGLISH


def test_what_cannot_be_read_does_not_spoil_the_rest() -> None:
    assert LANGUAGES.best("en;q=1.5, tr, fr;q=x") == TURKISH


def test_each_tag_is_asked_for_before_what_it_is_a_kind_of() -> None:
    assert preferences("zh-Hant-TW;q=0.2, pt-BR") == (
        "pt-BR",
        "pt",
        "zh-Hant-TW",
        "zh-Hant",
        "zh",
    )


def test_without_any_catalogue_there_is_english() -> None:
    assert Languages.of([]).best("tr, de;q=0.5") == ENGLISH
