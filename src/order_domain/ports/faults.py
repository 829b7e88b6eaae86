"""What may break outside. Expected outcomes are values; these are not expected."""


class StaleOrderError(Exception):
    """The order was saved by someone else since it was read; read it again."""

    def __init__(self, number: str, why: str = "others kept saving it") -> None:
        """Name the order."""
        super().__init__(f"Order {number}: {why}.")


class DuplicateOrderError(Exception):
    """An order of this pk or number is already there."""


class StorageUnavailableError(Exception):
    """The database cannot be reached, is locked for too long, or is full."""


class OmnitronUnavailableError(Exception):
    """Omnitron did not answer, or not in a way that can be understood."""


class OmnitronGarbledError(OmnitronUnavailableError):
    """Omnitron answered, and the answer makes no sense: asking again may not help."""
