"""Reading gettext catalogues, as translators edit them: nothing has to be compiled."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from order_entrypoints.languages.language import Key, Language
from order_entrypoints.languages.negotiation import Languages

FOLDER = Path(__file__).parent
"""Where this package's catalogues are."""


def read_languages(*more: Path) -> Languages:
    """Read this package's catalogues, then those of other folders.

    Args:
        more: folders of an embedding service, for languages of its own, or for other words
            in one that is here; a catalogue need not name every label.

    Raises:
        babel.messages.pofile.PoFileError: a catalogue cannot be read.
    """
    paths = [path for folder in (FOLDER, *more) for path in sorted(folder.glob("*.po"))]
    return Languages.of(read_language(path) for path in paths)


def read_language(path: Path) -> Language:
    """Read a catalogue whose file has the language's name: ``tr.po``, ``pt_BR.po``."""
    return Language(path.stem.replace("_", "-"), dict(_labels(read_catalogue(path))))


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue or a template.

    Raises:
        babel.messages.pofile.PoFileError: it cannot be read.
    """
    with path.open("rb") as file:
        try:
            return read_po(file, abort_invalid=True)
        except PoFileError as error:
            error.add_note(f"In {path}.")
            raise


def _labels(catalogue: Catalog) -> Iterator[tuple[Key, str]]:
    """Give what is translated, without what a translator still has to look at."""
    for message in catalogue:
        is_ready = message.id and message.string and not message.fuzzy
        if is_ready and isinstance(message.id, str) and isinstance(message.string, str):
            yield (message.context or "", message.id), message.string
