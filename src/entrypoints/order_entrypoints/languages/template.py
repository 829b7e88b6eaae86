"""The template of all catalogues, made of the enums: what there is to translate."""

import sys
from typing import BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from order_domain.statuses import CancellationRequestStatus, CancellationType, OrderStatus
from order_entrypoints.languages.language import key_of

LABELLED: tuple[type[OrderStatus | CancellationRequestStatus | CancellationType], ...] = (
    OrderStatus,
    CancellationRequestStatus,
    CancellationType,
)
"""The enums with labels that are words; a currency's is its code in every language."""


def template() -> Catalog:
    """Return every label, with its slug as a comment for translators."""
    catalogue = Catalog()
    for kind in LABELLED:
        for member in kind:
            context, label = key_of(member)
            catalogue.add(label, context=context, auto_comments=[member.value])
    return catalogue


def write_template(file: BinaryIO) -> None:
    """Write the template without a header, whose date would differ each time."""
    write_po(file, template(), omit_header=True)


if __name__ == "__main__":
    write_template(sys.stdout.buffer)
