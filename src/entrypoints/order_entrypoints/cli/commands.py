"""The commands, and how they end.

Each is imported when it is called, so that ``orders --help`` is quick.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version

from cyclopts import App, CycloptsError

from order_adapters import MissingExtraError
from order_entrypoints.cli.failures import CommandFailedError, WrongUseError

DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

_HERE = "order_entrypoints.cli"
_COMMANDS = {
    "demo": ("demo:demo", "Show it all: a fresh database, Omnitron, the service, and a tour."),
    "serve": ("serve:serve", "Run the HTTP service."),
    "migrate": ("database:migrate_database", "Bring the database to the current schema."),
    "import": ("database:import_files", "Take in NDJSON files; `-` is standard input."),
    "export": ("database:export_all", "Write everything as NDJSON to standard output."),
    "sign": ("keys:sign", "Print the signed form of an order number."),
    "session": ("keys:session", "Make a session for a customer and print its key."),
    "recover": ("recovery:recover", "Finish cancellations that were left open."),
    "sync": ("recovery:sync", "Exchange cancellation requests with Omnitron."),
    "decisions": ("decisions:decisions", "Write the log of decisions as NDJSON."),
    "simulate": ("simulation.command:simulate_history", "See what other rules would have done."),
    "omnitron-sandbox": ("sandbox:omnitron_sandbox", "Run a stand-in Omnitron."),
}
_RULES = {
    "show": ("rules:show", "Print the cancellation rules in force."),
    "set": ("rules:set_rules", "Set the cancellation rules from a file or from JSON."),
}
_SHADOW = {
    "show": ("shadow:show_shadow", "Print the shadow rules."),
    "set": ("shadow:set_shadow", "Set the shadow rules from a file or from JSON."),
    "off": ("shadow:shadow_off", "Ask no shadow rules any more."),
}


def make_app() -> App:
    """Return the command line."""
    app = App(
        name="orders",
        help="What happens to an order after it is placed.",
        version=version("order-domain"),
        help_epilogue="Give --debug to see the traceback of an error.",
    )
    for name, (path, text) in _COMMANDS.items():
        app.command(f"{_HERE}.{path}", name=name, help=text)
    rules = App(name="rules", help="Show or set the cancellation rules.")
    for name, (path, text) in _RULES.items():
        rules.command(f"{_HERE}.{path}", name=name, help=text)
    shadow = App(name="shadow", help="A candidate beside the rules in force: asked, not obeyed.")
    shadow.default(_differences)
    for name, (path, text) in _SHADOW.items():
        shadow.command(f"{_HERE}.{path}", name=name, help=text)
    rules.command(shadow)
    app.command(rules)
    return app


def _differences(*, json: bool = False) -> None:
    """Print how decisions ended since the shadow rules were set, and would have under them.

    Args:
        json: print JSON.
    """
    from order_entrypoints.cli.shadow import differences  # noqa: PLC0415  (not for every command)

    differences(json=json)


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code.

    Args:
        arguments: without the program's name; ``--debug`` may stand anywhere.
    """
    debug = "--debug" in arguments
    tokens = [argument for argument in arguments if argument != "--debug"]
    try:
        make_app()(tokens, exit_on_error=False, print_error=False, result_action="return_value")
    except KeyboardInterrupt:
        return INTERRUPTED
    except _wrong_use() as error:
        return _failed(error, WRONG_USE, debug=debug)
    except _expected() as error:
        return _failed(error, FAILED, debug=debug)
    except Exception as error:  # noqa: BLE001  (no traceback to a user, unless asked for)
        if isinstance(error.__cause__, MissingExtraError):  # wrapped, where a command is loaded
            return _failed(error.__cause__, FAILED, debug=debug)
        if not debug:
            error.add_note("Run the command again with --debug for the traceback.")
        return _failed(error, FAILED, debug=debug)
    return DONE


def _wrong_use() -> tuple[type[Exception], ...]:
    """What is raised for wrong use; loaded when something was raised, as below."""
    from order_entrypoints.configuration import ConfigurationError  # noqa: PLC0415

    return CycloptsError, WrongUseError, ConfigurationError


def _expected() -> tuple[type[Exception], ...]:
    from order_domain.ports import StorageUnavailableError  # noqa: PLC0415

    return CommandFailedError, MissingExtraError, StorageUnavailableError, OSError


def _failed(error: Exception, code: int, *, debug: bool) -> int:
    if isinstance(error, BrokenPipeError):
        # Who read the output has read enough; the interpreter would complain once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return code
    if debug:
        traceback.print_exception(error)
    notes = " ".join(getattr(error, "__notes__", ()))
    text = " ".join(str(error).split()) or type(error).__name__
    if notes and not text.endswith("."):
        text += "."
    print(f"orders: {text} {notes}".rstrip(), file=sys.stderr)
    return code
