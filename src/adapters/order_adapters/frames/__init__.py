"""Counting facts in tables of attempts: dataframes of any engine, and files.

**One row an attempt.** Its columns (:class:`AttemptColumns` takes other names):

    order_status      text or whole number   slug or code of the order's status
    is_invoiced       boolean                the order had an invoice; 1 and 0 will do
    created_date      timestamp with zone    when the order was placed
    asked_at          timestamp with zone    when the attempt was made
    as_loyalty_money  boolean                the money was asked for in loyalty points
    items             text                   order_domain.simulation.items_to_text(facts.items),
                                             such as ``cancel:approved;refund:delivered+part``
    amount            number, optional       the attempt's money
    currency          text                   of the amount: ISO 4217, any case

Instead of the two timestamps a column ``age`` will do: minutes, rounded up. Rows
that cannot be counted (a value missing, a status that is none, ...) are left out and
accounted for by reason in ``CountedFacts.left_out``; a table without a needed column, with one of
a wrong type or with timestamps without a zone is refused. An amount that is missing
leaves its attempt counted, as one whose money is not known.

    counts = count_files("attempts/", memory_limit="2GB")
    counts = count_facts(spark.table("attempts"))
    save_counts(counts, "counts.parquet")
"""

from order_adapters import needing

with needing("simulation"):
    from order_adapters.frames.columns import AttemptColumns
    from order_adapters.frames.counting import count_facts
    from order_adapters.frames.errors import AttemptsError
    from order_adapters.frames.files import count_files
    from order_adapters.frames.loading import read_counts
from order_adapters.frames.saving import save_counts

__all__ = [
    "AttemptColumns",
    "AttemptsError",
    "count_facts",
    "count_files",
    "read_counts",
    "save_counts",
]
