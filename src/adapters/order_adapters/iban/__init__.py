"""International bank account numbers, by python-stdnum; nothing is asked of any network.

Source: ISO 13616-1 and SWIFT's IBAN registry, as python-stdnum carries it.
"""

from order_adapters import needing

with needing("iban"):
    from stdnum import iban
    from stdnum.exceptions import InvalidComponent, ValidationError

__all__ = ["compact", "is_iban"]

_LONGEST = 34
_LONGEST_WRITTEN = 2 * _LONGEST
"""Characters of a number with something between any two of them."""

_CHECK_DIGITS = frozenset(f"{number:02}" for number in range(2, 99))
"""What ISO 13616-1 computes; 00, 01 and 99 would pass its checksum too."""


def is_iban(text: str) -> bool:
    """Tell whether a text is an IBAN that its country could have given.

    Length and structure by country, the checksum, and for Belgium, Spain, Montenegro and
    Norway the account number's own check digits. Upper or lower case; blanks, hyphens and
    dots do not matter. Whether such a bank or account exists, only a bank can tell.
    """
    if len(text) > _LONGEST_WRITTEN:
        return False
    number = compact(text)
    return number[2:4] in _CHECK_DIGITS and _is_valid(number)


def compact(text: str) -> str:
    """Return a number the way it is kept: upper case, without blanks, hyphens and dots.

    The text need not be an IBAN; the result then is none either.
    """
    return iban.compact(text)


def _is_valid(number: str) -> bool:
    try:
        iban.validate(number)
    except InvalidComponent:
        # python-stdnum's list of Belgian banks is of one day: a bank that is new, or the
        # registry's own example, is not on it. It was looked at after all check digits.
        return iban.is_valid(number, check_country=False)
    except ValidationError:
        return False
    return True
