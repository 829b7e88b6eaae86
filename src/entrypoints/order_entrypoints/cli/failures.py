"""How a command fails: one readable line, and an exit code."""


class CommandFailedError(Exception):
    """The command could not do what it was asked; the message is the line to show."""


class WrongUseError(Exception):
    """The command was asked for something that makes no sense; the message says why."""
