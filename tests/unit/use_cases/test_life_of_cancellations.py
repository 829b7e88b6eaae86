"""Customers, the back office, faults, crashes and recoveries, in any order and all at once.

Against it stands what must hold whatever happens; and that, once nothing goes wrong any
more and time has passed, everything that somebody was promised has come about.
``HYPOTHESIS_PROFILE=soak`` looks for a long time.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial

from attrs import evolve
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from order_domain.cancellation.decision import Outcome, Refused
from order_domain.cancellation.requests import ALLOWED_MOVES
from order_domain.cancellation_records import AttemptState, CancellationAttempt
from order_domain.decisions import LoggedDecision
from order_domain.orders import Order, OrderItem
from order_domain.ports import StaleOrderError, StorageUnavailableError, TaskKind
from order_domain.selections import SelectedItem, Selection
from order_domain.statuses import CANCELLED, CancellationRequestStatus, OrderStatus
from order_domain.use_cases.cancel_items import ItemsCancelled
from order_domain.use_cases.recover import LONGEST_PAUSE
from order_domain.use_cases.saving import RequestsCreated
from unit.examples import an_item, an_order, cancel
from unit.use_cases.life import (
    DATABASE,
    POST,
    LifeOmnitron,
    LifeOrders,
    LifeWorklist,
    Post,
    Weather,
)
from unit.use_cases.processes import Process
from unit.use_cases.rounds import LEASE, KilledError, RoundsShop
from unit.use_cases.shop import ADA, CHANGED_MIND, GUEST, requests_of

REJECTED, COMPLETED = CancellationRequestStatus.REJECTED, CancellationRequestStatus.COMPLETED
WAITS = (timedelta(seconds=1), LEASE, timedelta(hours=2), LONGEST_PAUSE)
NEWEST = "N9"
NO_TIME = timedelta(0)
MOST_AT_ONCE = 4
EVERY = 10_000
SOME = (1, 2, 3, 4, 5, 6, 7, 8, 9)
STEPS = (*SOME, *[EVERY] * 2 * len(SOME))
POSTS = (*Post, *[Post.ACCEPTED_SHOWN_LATER] * 4, *[Post.ACCEPTED] * 2)


def orders() -> tuple[Order, ...]:
    """Two orders of several items and many units, and one that only a request can cancel."""
    mugs = an_order(an_item(1, quantity=9), an_item(2, quantity=2), *map(an_item, (3, 4, 5)))
    one = evolve(an_order(an_item(11, quantity=9), an_item(12, quantity=9)), pk=8, number="N8")
    prepared = an_order(an_item(21, quantity=2), status=OrderStatus.PREPARING)
    return mugs, one, evolve(prepared, pk=9, number=NEWEST)


def as_omnitron_lists(order: Order) -> Order:
    """Omnitron does not list the units of item 2 one by one."""
    items = (evolve(item, units_listed=item.pk != 2) for item in order.items)
    return evolve(order, items=tuple(items))


def spoken_for(item: OrderItem) -> int:
    """Units cancelled, or asked for by a request that was not rejected."""
    asked = (each for each in item.cancellation_requests if each.status is not REJECTED)
    return item.cancelled_quantity + sum(each.quantity for each in asked)


class LifeOfCancellations(RuleBasedStateMachine):
    """Everything that can happen to cancellations."""

    def __init__(self) -> None:
        super().__init__()
        placed = orders()
        self.orders = LifeOrders(placed)
        self.omnitron = LifeOmnitron(map(as_omnitron_lists, placed))
        self.worklist = LifeWorklist(self.orders)
        self.shop = RoundsShop(orders=self.orders, omnitron=self.omnitron, worklist=self.worklist)
        self.processes: list[Process] = []
        self.running: Process | None = None
        self.refusals = 0
        self.promised: set[str] = set()  # uuids of requests that somebody was told of
        self.seen: set[str] = set()  # ids of attempts
        for port in (self.orders, self.omnitron, self.worklist):
            port.stand_still = self.stand_still

    # What may happen.

    def stand_still(self, at: str) -> None:
        if self.running is not None:
            self.running.pause(at)

    def start(
        self, data: st.DataObject, work: Callable[[], object], steps: Sequence[int] = STEPS
    ) -> None:
        process = Process(work, (StorageUnavailableError, StaleOrderError))
        self.processes.append(process)
        self.advance(data, process, steps)

    def advance(self, data: st.DataObject, process: Process, steps: Sequence[int] = STEPS) -> None:
        """Let a process do some steps, or all that are left."""
        for _ in range(data.draw(st.sampled_from(steps))):
            if process.at == POST:
                self.omnitron.weather.post = data.draw(st.sampled_from(POSTS))
            self.step(process)
            if process.is_over:
                return

    @precondition(lambda self: bool(self.processes))
    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        number = data.draw(st.integers(0, len(self.processes) - 1))
        self.advance(data, self.processes[number])

    @precondition(lambda self: bool(self.processes))
    @rule(data=st.data(), is_crash=st.booleans())
    def break_off(self, data: st.DataObject, is_crash: bool) -> None:  # noqa: FBT001
        """One of the processes dies where it is, or its database fails it."""
        number = data.draw(st.integers(0, len(self.processes) - 1))
        process = self.processes[number]
        is_fault = process.at == DATABASE and not is_crash
        event(f"{'fault' if is_fault else 'crash'} at {process.at}")
        self.step(process, StorageUnavailableError("locked") if is_fault else KilledError())

    def step(self, process: Process, fate: BaseException | None = None) -> None:
        self.running = process
        try:
            process.go_on(fate)
        finally:
            self.running = None
        if process.is_over:
            self.processes.remove(process)
            self.note(process.result)

    def note(self, result: object) -> None:
        event(f"{type(result).__name__}")
        if isinstance(result, RequestsCreated):
            self.promised |= {each.uuid for each in result.requests}
        self.refusals += isinstance(result, Refused)
        if isinstance(result, ItemsCancelled):
            assert any(each.state is AttemptState.ACCEPTED for _, each in self.attempts())

    def selection(self, data: st.DataObject) -> tuple[str, Selection]:
        """The number of an order, and some of its items."""
        kept = {order.number: order for order in self.orders.all()}
        order = kept[data.draw(st.sampled_from(sorted(kept)))]
        pks = [item.pk for item in order.items]
        chosen = data.draw(st.lists(st.sampled_from(pks), min_size=1, max_size=2, unique=True))
        return order.number, Selection(items=tuple(self.line(data, pk) for pk in chosen))

    def line(self, data: st.DataObject, pk: int) -> SelectedItem:
        quantity = data.draw(st.sampled_from((1, 1, 1, 1, 2, None)))
        return evolve(cancel(pk, quantity), reason=CHANGED_MIND)

    @precondition(lambda self: len(self.processes) < MOST_AT_ONCE)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject, steps: Sequence[int] = STEPS) -> None:
        number, selection = self.selection(data)
        is_guest = number == NEWEST and data.draw(st.booleans())  # guests see no other
        customer = GUEST if is_guest else ADA
        self.start(data, lambda: self.shop.cancel(selection, customer, number=number), steps)

    @precondition(lambda self: not self.processes)
    @rule(data=st.data())
    def cancel_and_be_held_for_dead(self, data: st.DataObject) -> None:
        """Recovery begins while the cancellation stands still, and ends in its midst."""
        self.cancel(data, steps=SOME)
        self.shop.now += LEASE
        self.start(data, lambda: self.shop.recover(NO_TIME), steps=SOME)
        begun = tuple(self.processes)
        for process, steps in zip((*begun, *begun), (SOME, (EVERY,), (EVERY,)), strict=False):
            if not process.is_over:
                self.advance(data, process, steps)

    @precondition(lambda self: bool(self.not_shown_yet()))
    @rule(data=st.data())
    def cancel_more_of_what_omnitron_does_not_show_yet(self, data: st.DataObject) -> None:
        number, pk = data.draw(st.sampled_from(self.not_shown_yet()))
        selection = Selection(items=(evolve(cancel(pk, 1), reason=CHANGED_MIND),))
        work = partial(self.shop.cancel, selection, ADA, number=number)
        self.start(data, work, steps=(EVERY,))

    def not_shown_yet(self) -> list[tuple[str, int]]:
        """Items of which some units are cancelled at Omnitron, which does not show it."""
        found: dict[tuple[str, int], None] = {}
        for number, there in self.omnitron.truth.items():
            shown = {item.pk: item.status for item in self.omnitron.shown[number].items}
            for item in there.items:
                if item.status in CANCELLED and shown[item.pk] not in CANCELLED:
                    found[number, int(item.remote_id)] = None
        return list(found)

    @precondition(lambda self: len(self.processes) < MOST_AT_ONCE)
    @rule(data=st.data())
    def request(self, data: st.DataObject) -> None:
        _, selection = self.selection(data)
        self.start(data, lambda: self.shop.request(selection, ADA))

    @precondition(lambda self: len(self.processes) < MOST_AT_ONCE)
    @rule(data=st.data())
    def recover(self, data: st.DataObject) -> None:
        self.start(data, lambda: self.shop.recover(NO_TIME))

    @precondition(lambda self: len(self.processes) < MOST_AT_ONCE)
    @rule(data=st.data())
    def sync(self, data: st.DataObject) -> None:
        self.start(data, lambda: self.shop.sync(NO_TIME))

    @rule(time=st.sampled_from(WAITS))
    def time_passes(self, time: timedelta) -> None:
        self.shop.now += time

    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        """The back office moves a request, and may cancel its units itself."""
        undecided = [uuid for uuid, status in self.omnitron.office.items() if ALLOWED_MOVES[status]]
        if not undecided:
            return
        uuid = data.draw(st.sampled_from(undecided))
        moves = sorted(ALLOWED_MOVES[self.omnitron.office[uuid]])
        self.omnitron.office[uuid] = status = data.draw(st.sampled_from(moves))
        if status is COMPLETED and data.draw(st.booleans()):
            self.cancel_units(uuid)

    def cancel_units(self, uuid: str) -> None:
        for order in self.orders.all():
            for request in requests_of(order):
                if request.uuid == uuid:
                    entries = [
                        entry.pk
                        for entry in self.omnitron.truth[order.number].items
                        if entry.remote_id == str(request.order_item)
                        and entry.status not in CANCELLED
                    ]
                    chosen = entries[: request.quantity]
                    self.omnitron.act(order.number, chosen, is_shown=True)

    @rule(data=st.data())
    def weather_changes(self, data: st.DataObject) -> None:
        numbers = st.frozensets(st.sampled_from([order.number for order in self.orders.all()]))
        self.omnitron.weather = Weather(
            is_down=data.draw(st.booleans()),
            garbled=data.draw(numbers),
            unknown=data.draw(numbers),
            refuses_requests=data.draw(st.booleans()),
            garbles_requests=data.draw(st.booleans()),
            page_size=data.draw(st.integers(1, 4)),
        )

    @rule()
    def weather_clears(self) -> None:
        self.omnitron.weather = Weather()

    @rule()
    def omnitron_catches_up(self) -> None:
        self.omnitron.catch_up()

    # What must hold.

    def attempts(self) -> Iterator[tuple[Order, CancellationAttempt]]:
        return ((order, each) for order in self.orders.all() for each in order.attempts)

    @invariant()
    def nothing_is_sent_twice(self) -> None:
        assert self.omnitron.sent_again == []

    @invariant()
    def no_unit_is_cancelled_and_asked_for_twice(self) -> None:
        for order in self.orders.all():
            assert all(spoken_for(item) <= item.quantity for item in order.items)

    @invariant()
    def no_item_is_in_two_states(self) -> None:
        under_way = Counter(
            line.order_item
            for _, each in self.attempts()
            if each.is_under_way
            for line in each.selection.items
        )
        assert all(times == 1 for times in under_way.values())
        for order, each in self.attempts():
            if each.state in {AttemptState.CLAIMED, AttemptState.SENDING}:
                items = [order.item(line.order_item) for line in each.selection.items]
                assert not any(item.active_cancellation_request for item in items)

    @invariant()
    def nothing_is_forgotten(self) -> None:
        now = {each.id for _, each in self.attempts()}
        assert self.seen <= now
        self.seen = now
        known = {each.uuid for order in self.orders.all() for each in requests_of(order)}
        assert self.promised <= known

    @invariant()
    def what_is_cancelled_here_is_cancelled_there(self) -> None:
        for order in self.orders.all():
            there = self.omnitron.truth[order.number].items
            for item in order.items:
                entries = [entry for entry in there if entry.remote_id == str(item.pk)]
                cancelled = sum(entry.status in CANCELLED for entry in entries)
                late = sum(
                    entry.pk in entries_of
                    for entry in entries
                    for _, entries_of in self.omnitron.late
                )
                assert cancelled + late >= min(item.cancelled_quantity, len(entries))

    @invariant()
    def each_decision_is_logged_once(self) -> None:
        log = [entry.decision for entry in self.orders.decisions.entries(most=100_000)]
        outcomes = Counter(decision.outcome for decision in log)
        assert outcomes[Outcome.REFUSED] == self.refusals
        claimed = Counter(one.attempt for one in log if one.attempt is not None)
        assert claimed == Counter(each.id for _, each in self.attempts())
        assert self.asked_by_request(log) == self.requests_without_attempt()

    def asked_by_request(self, log: list[LoggedDecision]) -> Counter[int]:
        return Counter(
            item
            for one in log
            if one.outcome is not Outcome.REFUSED and one.attempt is None
            for item in one.order_items
        )

    def requests_without_attempt(self) -> Counter[int]:
        of_attempts = {uuid for _, each in self.attempts() for uuid in each.requests}
        return Counter(
            request.order_item
            for order in self.orders.all()
            for request in requests_of(order)
            if request.uuid not in of_attempts
        )

    @invariant()
    def every_selected_unit_is_cancelled_or_asked_for(self) -> None:
        for order in self.orders.all():
            direct: Counter[int] = Counter()
            for each in order.attempts:
                asked = self.asked_instead(order, each)
                for line in each.selection.items:
                    units = line.quantity or 0
                    if each.state is AttemptState.ACCEPTED:
                        direct[line.order_item] += units - asked[line.order_item]
                    elif each.state not in {AttemptState.CLAIMED, AttemptState.SENDING}:
                        assert asked[line.order_item] == units
            assert direct == Counter({item.pk: item.cancelled_quantity for item in order.items})

    def asked_instead(self, order: Order, attempt: CancellationAttempt) -> Counter[int]:
        """Units of each item that the attempt's requests ask for, or were completed for."""
        asked: Counter[int] = Counter()
        for request in requests_of(order):
            if request.uuid in attempt.requests:
                if attempt.state is AttemptState.ACCEPTED:
                    assert request.status in {COMPLETED, REJECTED}
                if attempt.state is not AttemptState.ACCEPTED or request.status is COMPLETED:
                    asked[request.order_item] += request.quantity
        return asked

    def teardown(self) -> None:
        """Nothing goes wrong any more, and time passes."""
        for process in tuple(self.processes):
            self.step(process, KilledError())
        self.weather_clears()
        self.omnitron.catch_up()
        self.rounds_pass()
        self.nothing_is_left_half_done()
        self.everybody_decides()
        self.rounds_pass()
        assert all(not each.is_under_way for _, each in self.attempts())
        self.every_selected_unit_is_cancelled_or_asked_for()
        self.each_decision_is_logged_once()
        self.nothing_is_sent_twice()

    def rounds_pass(self) -> None:
        for _ in range(3):
            self.shop.recover(LONGEST_PAUSE)
            self.shop.sync(LONGEST_PAUSE)

    def nothing_is_left_half_done(self) -> None:
        states = {each.state for _, each in self.attempts()}
        assert states.isdisjoint({AttemptState.CLAIMED, AttemptState.SENDING})
        kinds = {record.kind for record in self.worklist.stuck()}
        assert kinds <= {TaskKind.UPDATE}
        assert self.worklist.waiting().requests == 0
        for order, each in self.attempts():
            if each.sent and self.omnitron.are_cancelled(order.number, each.sent):
                assert each.state in {AttemptState.ACCEPTED, AttemptState.LAPSED}

    def everybody_decides(self) -> None:
        for uuid, status in self.omnitron.office.items():
            if ALLOWED_MOVES[status]:
                self.omnitron.office[uuid] = COMPLETED


TestLifeOfCancellations = LifeOfCancellations.TestCase
TestLifeOfCancellations.settings = settings(
    max_examples=max(30, settings().max_examples // 2),
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
