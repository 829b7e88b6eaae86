"""Labels in the language of whoever asks, from gettext catalogues."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import PoFileError, write_po

from order_domain.money import Currency
from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_entrypoints.languages.catalogues import (
    FOLDER,
    read_catalogue,
    read_language,
    read_languages,
)
from order_entrypoints.languages.language import ENGLISH, Key, Language
from order_entrypoints.languages.negotiation import LONGEST, Languages, preferences
from order_entrypoints.languages.template import LABELLED, template, write_template
from order_entrypoints.wire.values import Member, Wording

CATALOGUES = sorted(FOLDER.glob("*.po"))
LANGUAGES = read_languages()
TURKISH = LANGUAGES.by_tag["tr"]


def messages(catalogue: Catalog) -> dict[Key, str]:
    return {
        (message.context or "", str(message.id)): str(message.string)
        for message in catalogue
        if message.id
    }


def faults(catalogue: Catalog) -> dict[str, list[Key]]:
    """What a translator still has to do."""
    wanted, found = messages(template()), messages(catalogue)
    obsolete = [str(message.id) for message in catalogue.obsolete.values()]
    return {
        "missing": [key for key in wanted if key not in found],
        "empty": [key for key, text in found.items() if not text.strip()],
        "stale": [key for key in found if key not in wanted] + [("", each) for each in obsolete],
        "uncertain": [(m.context or "", str(m.id)) for m in catalogue if m.id and m.fuzzy],
    }


NO_FAULTS: Mapping[str, list[Key]] = {"missing": [], "empty": [], "stale": [], "uncertain": []}


def catalogue_of(folder: Path, name: str, *entries: str) -> Path:
    """A catalogue in a file."""
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    path = folder / name
    path.write_text("\n".join([header, *entries]), encoding="utf-8")
    return path


def entry(context: str, label: str, translation: str, flag: str = "") -> str:
    return f'{flag}msgctxt "{context}"\nmsgid "{label}"\nmsgstr "{translation}"\n'


class TestCatalogues:
    def test_turkish_is_among_them(self) -> None:
        assert "tr" in [path.stem for path in CATALOGUES]

    @pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
    def test_each_translates_every_label_and_nothing_else(self, path: Path) -> None:
        assert faults(read_catalogue(path)) == NO_FAULTS

    @pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
    def test_each_is_named_for_a_language_that_it_also_names_itself(self, path: Path) -> None:
        assert read_catalogue(path).locale == Locale.parse(path.stem)

    def test_the_template_is_that_of_the_enums(self) -> None:
        with_comments = {
            (message.context, message.id): message.auto_comments
            for message in read_catalogue(FOLDER / "labels.pot")
            if message.id
        }

        assert list(with_comments) == list(messages(template()))
        assert with_comments == {
            (kind.__name__, member.label): [member.value] for kind in LABELLED for member in kind
        }

    def test_every_enum_with_labels_that_is_shown_is_in_the_template(self) -> None:
        shown: set[type[StrEnum]] = set(Member.__args__)  # type: ignore[attr-defined]

        assert shown - {Currency} == set(LABELLED)

    def test_a_label_without_a_translation_is_found(self) -> None:
        catalogue = read_catalogue(FOLDER / "tr.po")
        catalogue.delete("Approved", context="OrderStatus")

        assert faults(catalogue) == {**NO_FAULTS, "missing": [("OrderStatus", "Approved")]}

    def test_an_empty_translation_is_found(self) -> None:
        catalogue = read_catalogue(FOLDER / "tr.po")
        catalogue.add("Paid", "", context="OrderStatus")
        catalogue.get("Paid", context="OrderStatus").string = ""

        assert faults(catalogue) == {**NO_FAULTS, "empty": [("OrderStatus", "Paid")]}

    def test_an_entry_that_no_enum_has_any_more_is_found(self, tmp_path: Path) -> None:
        lost = '#~ msgctxt "OrderStatus"\n#~ msgid "Burnt"\n#~ msgstr "Yandı"\n'
        text = (FOLDER / "tr.po").read_text(encoding="utf-8")
        path = catalogue_of(tmp_path, "tr.po")
        path.write_text(f"{text}\n{entry('OrderStatus', 'Lost', 'Kayıp')}\n{lost}", "utf-8")

        found = faults(read_catalogue(path))

        assert found == {**NO_FAULTS, "stale": [("OrderStatus", "Lost"), ("", "Burnt")]}

    def test_a_translation_that_is_in_doubt_is_found(self) -> None:
        catalogue = read_catalogue(FOLDER / "tr.po")
        catalogue.get("Paid", context="OrderStatus").flags.add("fuzzy")

        assert faults(catalogue) == {**NO_FAULTS, "uncertain": [("OrderStatus", "Paid")]}

    def test_one_that_cannot_be_read_is_told_at_the_start(self, tmp_path: Path) -> None:
        catalogue_of(tmp_path, "de.po", 'msgid "Paid\nmsgstr')

        with pytest.raises(PoFileError):
            read_languages(tmp_path)


class TestLabels:
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
    def test_turkish_labels_are_those_of_turkish_shops(self, member: Member, label: str) -> None:
        assert TURKISH.label(member) == label

    def test_one_english_word_of_two_enums_may_be_two_in_turkish(self) -> None:
        of_order, of_request = OrderStatus.WAITING_FOR_PAYMENT, "waiting_for_payment"
        request_status = CancellationRequestStatus(of_request)

        assert of_order.label == request_status.label
        assert TURKISH.label(of_order) != TURKISH.label(request_status)

    @pytest.mark.parametrize("kind", LABELLED)
    def test_two_members_of_an_enum_never_have_one_turkish_label(
        self, kind: type[OrderStatus | CancellationRequestStatus | CancellationType]
    ) -> None:
        assert len({TURKISH.label(member) for member in kind}) == len(kind)

    @pytest.mark.parametrize("language", [ENGLISH, TURKISH], ids=lambda language: language.tag)
    def test_a_currency_is_its_code_in_every_language(self, language: Language) -> None:
        assert language.label(Currency.TRY) == "TRY"

    def test_english_is_what_the_enums_say(self) -> None:
        assert all(ENGLISH.label(member) == member.label for kind in LABELLED for member in kind)

    def test_wording_says_nothing_of_languages_by_default(self) -> None:
        assert Wording().texts(OrderStatus.APPROVED) == ("approved", "Approved")

    @pytest.mark.parametrize(("codes", "value"), [(False, "approved"), (True, "400")])
    def test_wording_has_the_label_in_its_language_beside_slug_or_code(
        self, codes: bool, value: str
    ) -> None:
        wording = Wording(codes=codes, language=TURKISH)

        assert wording.texts(OrderStatus.APPROVED) == (value, "Onaylandı")


class TestNegotiation:
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
    def test_turkish_for_who_prefers_it(self, accepted: str) -> None:
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
    def test_english_for_who_prefers_it_or_what_is_not_there(self, accepted: str) -> None:
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
    def test_english_for_what_cannot_be_read(self, accepted: str) -> None:
        assert LANGUAGES.best(accepted) == ENGLISH

    def test_what_cannot_be_read_does_not_spoil_the_rest(self) -> None:
        assert LANGUAGES.best("en;q=1.5, tr, fr;q=x") == TURKISH

    def test_each_tag_is_asked_for_before_what_it_is_a_kind_of(self) -> None:
        assert preferences("zh-Hant-TW;q=0.2, pt-BR") == (
            "pt-BR",
            "pt",
            "zh-Hant-TW",
            "zh-Hant",
            "zh",
        )


class TestAddingALanguage:
    def test_a_catalogue_made_by_the_usual_tool_is_a_new_language(self, tmp_path: Path) -> None:
        # given
        pot, po = tmp_path / "labels.pot", tmp_path / "pt_BR.po"
        with pot.open("wb") as file:
            write_template(file)
        made = ["pybabel", "-q", "init", "-i", str(pot), "-o", str(po), "-l", "pt_BR"]
        CommandLineInterface().run(made)
        catalogue = read_catalogue(po)
        catalogue.get("Approved", context="OrderStatus").string = "Aprovado"
        with po.open("wb") as file:
            write_po(file, catalogue)
        # when
        languages = read_languages(tmp_path)
        # then
        brazilian = languages.best("pt-BR, tr;q=0.5")
        assert brazilian.tag == "pt-BR"
        assert brazilian.label(OrderStatus.APPROVED) == "Aprovado"
        assert brazilian.label(OrderStatus.PAID) == "Paid"
        assert languages.best("tr") == TURKISH

    def test_an_unchanged_catalogue_stays_as_it_is_when_brought_up_to_date(
        self, tmp_path: Path
    ) -> None:
        # given
        pot, po = FOLDER / "labels.pot", tmp_path / "tr.po"
        po.write_bytes((FOLDER / "tr.po").read_bytes())
        # when
        update = ["pybabel", "-q", "update", "-i", str(pot), "-o", str(po), "-l", "tr"]
        CommandLineInterface().run([*update, "--no-fuzzy-matching"])
        # then
        assert messages(read_catalogue(po)) == messages(read_catalogue(FOLDER / "tr.po"))

    def test_a_shop_can_have_its_own_word_for_a_label(self, tmp_path: Path) -> None:
        # given
        catalogue_of(tmp_path, "tr.po", entry("OrderStatus", "Shipped", "Kargoda"))
        catalogue_of(tmp_path, "en.po", entry("OrderStatus", "Canceled", "Cancelled"))
        # when
        languages = read_languages(tmp_path)
        # then
        turkish, english = languages.best("tr"), languages.best("")
        assert turkish.label(OrderStatus.SHIPPED) == "Kargoda"
        assert turkish.label(OrderStatus.PAID) == TURKISH.label(OrderStatus.PAID)
        assert english.label(OrderStatus.CANCELED) == "Cancelled"
        assert english.label(OrderStatus.PAID) == "Paid"

    def test_what_a_translator_is_not_done_with_stays_english(self, tmp_path: Path) -> None:
        # given
        path = catalogue_of(
            tmp_path,
            "de.po",
            entry("OrderStatus", "Paid", "Vielleicht", "#, fuzzy\n"),
            entry("OrderStatus", "Waiting", ""),
            entry("OrderStatus", "Shipped", "Versandt"),
        )
        # when
        german = read_language(path)
        # then
        assert german == Language("de", {("OrderStatus", "Shipped"): "Versandt"})

    def test_without_any_catalogue_there_is_english(self) -> None:
        assert Languages.of([]).best("tr, de;q=0.5") == ENGLISH
