"""JSON that a person wrote."""

from pathlib import Path

import msgspec

from order_domain.cancellation.rules import CancellationRules, InvalidSettingError
from order_entrypoints.cli.failures import WrongUseError


def read_json(path: Path) -> object:
    """Read a JSON file.

    Raises:
        WrongUseError: it is none.
        OSError: it cannot be read.
    """
    try:
        return decode(path.read_text("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise WrongUseError(f"{path}: not JSON: not UTF-8.") from None


def decode(text: str, source: str) -> object:
    """Decode JSON.

    Raises:
        WrongUseError: naming the source.
    """
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise WrongUseError(f"{source}: not JSON: {error}") from None


def read_rules(setting: object, source: str) -> CancellationRules:
    """Read the documented setting EXTRA_CANCEL_RULES.

    Raises:
        WrongUseError: naming the source and every wrong key.
    """
    try:
        return CancellationRules.parse(setting)
    except InvalidSettingError as error:
        told = "; ".join(
            f"{key}: {message}" for key, found in error.errors.items() for message in found
        )
        raise WrongUseError(f"{source}: {told}") from None
