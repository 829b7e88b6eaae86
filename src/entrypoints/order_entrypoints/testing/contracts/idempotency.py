"""What :class:`order_entrypoints.idempotency.IdempotencyKeys` must keep."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from order_entrypoints.idempotency import IdempotencyKeys
from order_entrypoints.testing.contracts.orders_at_once import THREADS, at_once
from order_entrypoints.testing.samples import NOW

SOON = NOW + timedelta(minutes=2)
MUCH_LATER = NOW + timedelta(hours=24)
TICK = timedelta(microseconds=1)

ANSWERS = ["", "{}", '{"status":204}', "Köln \U0001f9e6 \\u0000", "x" * 200_000]


class IdempotencyKeysContract:
    """A key is one owner's at a time, and then an answer's, until its time is over.

    Fixtures:
        keys: returns the adapter, empty.
    """

    @pytest.fixture
    def keys(self) -> IdempotencyKeys:
        """Return the adapter, empty."""
        raise NotImplementedError

    def test_a_new_key_is_the_owners(self, keys: IdempotencyKeys) -> None:
        assert claimed(keys, "k") is None

    def test_keys_do_not_mind_each_other(self, keys: IdempotencyKeys) -> None:
        assert [claimed(keys, key) for key in ("k", "K", "k2")] == [None] * 3

    def test_a_key_that_is_in_use_tells_for_what(self, keys: IdempotencyKeys) -> None:
        claimed(keys, "k", "print")

        assert claimed(keys, "k", "other") == ("print", None)
        assert claimed(keys, "k", "print") == ("print", None)

    @pytest.mark.parametrize("answer", ANSWERS)
    def test_a_kept_answer_is_told_as_it_was(self, keys: IdempotencyKeys, answer: str) -> None:
        claimed(keys, "k", "print", owner="ada")
        keys.keep("k", owner="ada", answer=answer, until=MUCH_LATER)

        assert claimed(keys, "k", "other", owner="bob") == ("print", answer)
        assert claimed(keys, "k", "other", owner="bob", now=MUCH_LATER - TICK) == ("print", answer)

    def test_an_answer_is_forgotten_when_its_time_is_over(self, keys: IdempotencyKeys) -> None:
        claimed(keys, "k", "print", owner="ada")
        keys.keep("k", owner="ada", answer="{}", until=MUCH_LATER)

        assert claimed(keys, "k", "other", owner="bob", now=MUCH_LATER) is None
        assert claimed(keys, "k", "third", now=MUCH_LATER) == ("other", None)

    def test_a_released_key_is_free(self, keys: IdempotencyKeys) -> None:
        claimed(keys, "k", "print", owner="ada")
        keys.release("k", owner="ada")

        assert claimed(keys, "k", "other") is None

    def test_an_owner_that_is_never_heard_of_again_loses_the_key(
        self, keys: IdempotencyKeys
    ) -> None:
        claimed(keys, "k", "print", owner="ada")

        assert claimed(keys, "k", "print", now=SOON - TICK) == ("print", None)
        assert claimed(keys, "k", "print", now=SOON) is None

    def test_who_lost_the_key_changes_nothing_more(self, keys: IdempotencyKeys) -> None:
        claimed(keys, "k", "print", owner="ada")
        claimed(keys, "k", "print", owner="bob", now=SOON)

        keys.keep("k", owner="ada", answer="late", until=MUCH_LATER)
        keys.release("k", owner="ada")

        assert claimed(keys, "k", now=SOON) == ("print", None)

    def test_an_answer_is_not_released(self, keys: IdempotencyKeys) -> None:
        claimed(keys, "k", "print", owner="ada")
        keys.keep("k", owner="ada", answer="{}", until=MUCH_LATER)

        keys.release("k", owner="ada")

        assert claimed(keys, "k") == ("print", "{}")

    def test_keys_that_nobody_has_are_passed_over(self, keys: IdempotencyKeys) -> None:
        keys.keep("k", owner="ada", answer="{}", until=MUCH_LATER)
        keys.release("k", owner="ada")

        assert claimed(keys, "k") is None

    def test_of_many_who_claim_a_key_one_gets_it(self, keys: IdempotencyKeys) -> None:
        for key in ("k1", "k2", "k3", "k4", "k5"):
            results = at_once(_claim(keys, key, f"owner {n}") for n in range(THREADS))

            assert sorted(results, key=str) == [("print", None)] * (THREADS - 1) + [None]

    def test_of_many_who_claim_a_key_whose_time_is_over_one_gets_it(
        self, keys: IdempotencyKeys
    ) -> None:
        for key in ("k1", "k2", "k3", "k4", "k5"):
            claimed(keys, key, owner="gone")

        for key in ("k5", "k4", "k3", "k2", "k1"):
            results = at_once(_claim(keys, key, f"owner {n}", SOON) for n in range(THREADS))

            assert sorted(results, key=str) == [("print", None)] * (THREADS - 1) + [None]

    def test_many_keys_whose_time_is_over_hinder_nobody(self, keys: IdempotencyKeys) -> None:
        for number in range(10 * THREADS):
            claimed(keys, f"k{number}", owner="gone")

        results = at_once(
            _claim(keys, f"k{number * 10}", f"owner {number}", SOON) for number in range(THREADS)
        )

        assert results == [None] * THREADS

    def test_a_key_is_released_to_one_of_those_who_wait(self, keys: IdempotencyKeys) -> None:
        claimed(keys, "k", owner="ada")

        def release() -> str:
            keys.release("k", owner="ada")
            return "released"

        results = at_once([release, *(_claim(keys, "k", f"{n}") for n in range(THREADS))])

        assert sum(result is None for result in results) <= 1


def claimed(
    keys: IdempotencyKeys,
    key: str,
    fingerprint: str = "print",
    *,
    owner: str = "somebody",
    now: datetime = NOW,
) -> tuple[str, str | None] | None:
    """Claim for two minutes."""
    until = now + (SOON - NOW)
    return keys.claim(key, fingerprint, owner=owner, now=now, until=until)


def _claim(
    keys: IdempotencyKeys, key: str, owner: str, now: datetime = NOW
) -> Callable[[], object]:
    return lambda: claimed(keys, key, owner=owner, now=now)
