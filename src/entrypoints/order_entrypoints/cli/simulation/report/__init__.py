"""The answer as one HTML page that needs nothing but a browser."""

from order_entrypoints.cli.simulation.report.page import write_report

__all__ = ["write_report"]
