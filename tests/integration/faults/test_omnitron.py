"""Omnitron breaks in every way that ``docs/reference/faults.md`` tells of."""

import pytest

from integration.crashes.clients import Answer
from integration.crashes.shop import Shop

from .breaking_omnitron import BREAKAGES, CANCEL, Breakage, breakage
from .tables import Row, rows
from .trial import Trial, trial

ROWS = rows("Omnitron")


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_omnitron_breaks_and_nothing_is_lost(shop: Shop, row: Row) -> None:
    # given
    broken = breakage(row.what, row.when)
    elsewhere = {} if broken.url is None else {"OMNITRON_URL": broken.url}
    with trial(shop, OMNITRON_TIMEOUT=broken.timeout, **elsewhere) as it:
        broken.before(it)
        # when
        answer = cancelled(it, broken)
        # then
        assert (str(answer.status), it.attempt(), it.seen()) == (row.answer, row.attempt, row.seen)
        # and once it works again
        it.omnitron.faults.clear()
        it.release()
        broken.after(it)
        it.recover()
        assert it.kept() == row.recovered
        it.check_books()


def cancelled(it: Trial, broken: Breakage) -> Answer:
    """Cancel while Omnitron breaks."""
    if broken.fault is not None:
        it.omnitron.faults.add(on=broken.on, fault=broken.fault, seconds=60)
    if broken.then is None:
        return it.cancel()
    with it.held(CANCEL, it.cancel) as asked:
        it.omnitron.faults.add(on="read", fault=broken.then)
        return asked.result()


def test_every_way_to_break_is_in_the_table() -> None:
    assert set(BREAKAGES) <= {(row.what, row.when) for row in ROWS}
