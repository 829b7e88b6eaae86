"""A package that is missing is told by the extra that brings it."""

import pytest

from order_adapters import MissingExtraError, needing


def test_a_package_that_is_missing_is_told_by_its_extra() -> None:
    with pytest.raises(MissingExtraError) as caught, needing("iban"):
        raise ModuleNotFoundError(name="stdnum.iban")

    assert str(caught.value) == (
        'stdnum is not installed; this needs the extra "iban": pip install "order-domain[iban]"'
    )
    assert caught.value.name == "stdnum.iban"


@pytest.mark.parametrize("name", ["order_domain.nowhere", None])
def test_what_no_extra_brings_is_told_as_it_is(name: str | None) -> None:
    error = ModuleNotFoundError("No more is known.", name=name)

    with pytest.raises(ModuleNotFoundError) as caught, needing("iban"):
        raise error

    assert caught.value is error
