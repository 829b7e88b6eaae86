"""The ``orders`` command, for the page that is generated from it."""

from order_entrypoints.cli.commands import make_app

app = make_app()
