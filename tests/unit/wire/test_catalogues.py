"""The catalogues are complete, and adding a language is adding one."""

import subprocess
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, write_po

from order_domain.money import Currency
from order_domain.statuses import OrderStatus
from order_entrypoints.languages.catalogues import (
    FOLDER,
    read_catalogue,
    read_language,
    read_languages,
)
from order_entrypoints.languages.language import Key, Language
from order_entrypoints.languages.template import LABELLED, template, write_template
from order_entrypoints.wire.values import Member

CATALOGUES = sorted(FOLDER.glob("*.po"))
TURKISH = read_language(FOLDER / "tr.po")


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


def pybabel(command: str, *flags: str, **options: Path | str) -> None:
    """What translators run."""
    said = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    run = [sys.executable, "-m", "babel.messages.frontend", "--quiet", command, *flags, *said]
    subprocess.run(run, check=True)


def catalogue_of(folder: Path, name: str, *entries: str) -> Path:
    """A catalogue in a file."""
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    path = folder / name
    path.write_text("\n".join([header, *entries]), encoding="utf-8")
    return path


def order_status(catalogue: Catalog, label: str) -> Message:
    """The entry of an order status."""
    message = catalogue.get(label, context="OrderStatus")
    assert message is not None
    return message


def entry(context: str, label: str, translation: str, flag: str = "") -> str:
    return f'{flag}msgctxt "{context}"\nmsgid "{label}"\nmsgstr "{translation}"\n'


def test_turkish_is_among_the_catalogues() -> None:
    assert "tr" in [path.stem for path in CATALOGUES]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_each_catalogue_translates_every_label_and_nothing_else(path: Path) -> None:
    assert faults(read_catalogue(path)) == NO_FAULTS


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_each_catalogue_is_named_for_a_language_that_it_also_names_itself(path: Path) -> None:
    assert read_catalogue(path).locale == Locale.parse(path.stem)


def test_the_template_is_that_of_the_enums() -> None:
    with_comments = {
        (message.context, message.id): message.auto_comments
        for message in read_catalogue(FOLDER / "labels.pot")
        if message.id
    }

    assert list(with_comments) == list(messages(template()))
    assert with_comments == {
        (kind.__name__, member.label): [member.value] for kind in LABELLED for member in kind
    }


def test_every_enum_with_labels_that_is_shown_is_in_the_template() -> None:
    shown: set[type[StrEnum]] = set(get_args(Member))

    assert shown - {Currency} == set(LABELLED)


def test_a_label_without_a_translation_is_found() -> None:
    catalogue = read_catalogue(FOLDER / "tr.po")
    catalogue.delete("Approved", context="OrderStatus")

    assert faults(catalogue) == {**NO_FAULTS, "missing": [("OrderStatus", "Approved")]}


def test_an_empty_translation_is_found() -> None:
    catalogue = read_catalogue(FOLDER / "tr.po")
    order_status(catalogue, "Paid").string = ""

    assert faults(catalogue) == {**NO_FAULTS, "empty": [("OrderStatus", "Paid")]}


def test_an_entry_that_no_enum_has_any_more_is_found(tmp_path: Path) -> None:
    lost = '#~ msgctxt "OrderStatus"\n#~ msgid "Burnt"\n#~ msgstr "Yandı"\n'
    text = (FOLDER / "tr.po").read_text(encoding="utf-8")
    path = catalogue_of(tmp_path, "tr.po")
    path.write_text(f"{text}\n{entry('OrderStatus', 'Lost', 'Kayıp')}\n{lost}", "utf-8")

    found = faults(read_catalogue(path))

    assert found == {**NO_FAULTS, "stale": [("OrderStatus", "Lost"), ("", "Burnt")]}


def test_a_translation_that_is_in_doubt_is_found() -> None:
    catalogue = read_catalogue(FOLDER / "tr.po")
    order_status(catalogue, "Paid").flags.add("fuzzy")

    assert faults(catalogue) == {**NO_FAULTS, "uncertain": [("OrderStatus", "Paid")]}


def test_a_catalogue_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    catalogue_of(tmp_path, "de.po", 'mgsid "Paid"')

    with pytest.raises(PoFileError) as told:
        read_languages(tmp_path)
    assert told.value.__notes__ == [f"In {tmp_path / 'de.po'}."]


def test_a_catalogue_made_by_the_usual_tool_is_a_new_language(tmp_path: Path) -> None:
    # given
    pot, po = tmp_path / "labels.pot", tmp_path / "pt_BR.po"
    with pot.open("wb") as file:
        write_template(file)
    pybabel("init", input_file=pot, output_file=po, locale="pt_BR")
    catalogue = read_catalogue(po)
    order_status(catalogue, "Approved").string = "Aprovado"
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


def test_an_unchanged_catalogue_stays_as_it_is_when_brought_up_to_date(tmp_path: Path) -> None:
    # given
    pot, po = FOLDER / "labels.pot", tmp_path / "tr.po"
    po.write_bytes((FOLDER / "tr.po").read_bytes())
    # when
    pybabel("update", "--no-fuzzy-matching", input_file=pot, output_file=po, locale="tr")
    # then
    assert messages(read_catalogue(po)) == messages(read_catalogue(FOLDER / "tr.po"))


def test_a_shop_can_have_its_own_word_for_a_label(tmp_path: Path) -> None:
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


def test_what_a_translator_is_not_done_with_stays_english(tmp_path: Path) -> None:
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
