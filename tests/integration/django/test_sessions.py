"""Sessions that Django opened, read beside it."""

import sqlite3
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from order_adapters.django import DjangoSessions
from order_domain.customers import Customer
from order_domain.ports import StorageUnavailableError
from order_entrypoints.testing.contracts import SessionsContract
from order_entrypoints.testing.contracts.directory import MakeSessions
from samples import NOW

from .logins import ENGINES, log_in, session, user

ADA = Customer(id=7, email="user7@example.com", is_guest=False)


class AtItsTime:
    """Sessions that are asked at the moment they are asked about, by Django's clock too."""

    def __init__(self, sessions: DjangoSessions, clock: pytest.MonkeyPatch) -> None:
        self._sessions = sessions
        self._clock = clock

    def customer_of(self, key: str, now: datetime) -> Customer | None:
        self._clock.setattr(timezone, "now", lambda: now)
        return self._sessions.customer_of(key, now)


@pytest.mark.usefixtures("database")
class TestSessions(SessionsContract):
    @pytest.fixture
    def make_sessions(self, monkeypatch: pytest.MonkeyPatch) -> MakeSessions:
        def make(given: Mapping[str, tuple[Customer, datetime]]) -> AtItsTime:
            customers = {one.id: one for one, _ in given.values()}
            for pk in customers:
                user(pk)
            for key, (customer, expires) in given.items():
                kept(key, User.objects.get(pk=customer.id), expires)
            return AtItsTime(DjangoSessions(lambda who: customers[who.pk]), monkeypatch)

        return make


def kept(key: str, who: User, expires: datetime) -> None:
    """A row of the table of sessions, as a login leaves it."""
    data = {
        SESSION_KEY: str(who.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: who.get_session_auth_hash(),
    }
    text = session().encode(data)
    Session.objects.create(session_key=key, session_data=text, expire_date=expires)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, database: Path) -> Iterator[str]:  # noqa: ARG001
    """Each of Django's session engines in turn."""
    name = str(request.param)
    with override_settings(SESSION_ENGINE=name):
        yield name


on_every_engine = pytest.mark.usefixtures("engine")
on_the_database = pytest.mark.usefixtures("database")


def seen(key: str) -> Customer | None:
    return DjangoSessions().customer_of(key, NOW)


@on_every_engine
def test_a_login_at_django_names_the_customer() -> None:
    mine, others = log_in(user(7)), log_in(user(8))

    assert seen(mine) == ADA
    assert seen(others) == Customer(id=8, email="user8@example.com", is_guest=False)


@on_every_engine
def test_a_session_without_a_login_names_nobody() -> None:
    visit = session()
    visit["basket"] = [1, 2]
    visit.save()

    assert visit.session_key is not None
    assert seen(visit.session_key) is None


@pytest.mark.parametrize("key", ["x" * 32, "short", "", "é" * 32, "\0" * 32, "a b" * 99, "../../x"])
@on_every_engine
def test_a_key_of_no_session_names_nobody(key: str) -> None:
    log_in(user())

    assert seen(key) is None


def test_a_session_that_is_over_names_nobody(engine: str) -> None:
    if engine.endswith("signed_cookies"):  # its end is that of all cookies
        with override_settings(SESSION_COOKIE_AGE=-1):
            assert seen(log_in(user())) is None
    else:
        assert seen(log_in(user(), lasts=-1)) is None


@on_every_engine
def test_who_changed_the_password_has_to_log_in_again() -> None:
    ada = user()
    key = log_in(ada)
    assert seen(key) == ADA

    ada.set_password("openbarley")
    ada.save()

    assert seen(key) is None


@on_every_engine
def test_who_may_not_log_in_any_more_is_nobody() -> None:
    ada = user()
    key = log_in(ada)

    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert seen(key) is None

    ada.delete()
    assert seen(key) is None


@on_every_engine
def test_a_login_by_a_way_that_was_closed_is_none() -> None:
    key = log_in(user())

    with override_settings(AUTHENTICATION_BACKENDS=["somewhere.else.Backend"]):
        assert seen(key) is None


@on_every_engine
def test_a_user_that_cannot_be_is_nobody() -> None:
    visit = session()
    backend = settings.AUTHENTICATION_BACKENDS[0]
    visit.update({SESSION_KEY: "seven", BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: "x"})
    visit.save()

    assert visit.session_key is not None
    assert seen(visit.session_key) is None


@on_every_engine
def test_a_session_without_the_hash_of_a_password_is_none() -> None:
    visit = session()
    backend = settings.AUTHENTICATION_BACKENDS[0]
    visit.update({SESSION_KEY: str(user().pk), BACKEND_SESSION_KEY: backend})
    visit.save()

    assert visit.session_key is not None
    assert seen(visit.session_key) is None


@on_the_database
def test_users_without_such_a_hash_do_not_make_up_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_hash(_: User) -> str:
        return ""

    monkeypatch.setattr(User, "get_session_auth_hash", no_hash)

    assert seen(log_in(user())) is None


@on_every_engine
def test_a_login_under_an_older_secret_key_is_good_while_that_is_a_fallback() -> None:
    key = log_in(user())
    older = settings.SECRET_KEY

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[older]):
        assert seen(key) == ADA
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert seen(key) is None


@on_the_database
def test_nothing_is_written() -> None:
    key = log_in(user())
    before = [(row.session_key, row.session_data, row.expire_date) for row in Session.objects.all()]

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert seen(key) == ADA
    with override_settings(SECRET_KEY="new"):
        assert seen(key) is None

    after = [(row.session_key, row.session_data, row.expire_date) for row in Session.objects.all()]
    assert after == before


@on_the_database
def test_the_project_says_which_customer_a_user_is() -> None:
    guest, nobody = log_in(user(7)), log_in(user(8))
    sessions = DjangoSessions(
        lambda who: Customer(who.pk, "g@example.com", is_guest=True) if who.pk == 7 else None
    )

    assert sessions.customer_of(guest, NOW) == Customer(7, "g@example.com", is_guest=True)
    assert sessions.customer_of(nobody, NOW) is None


def test_without_the_database_nobody_is_told_to_log_in(database: Path) -> None:
    key = log_in(user())
    connections.close_all()
    connections["default"].settings_dict["OPTIONS"]["timeout"] = 0.1
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StorageUnavailableError, match=r"Django's database: .*locked"):
                seen(key)
    finally:
        del connections["default"].settings_dict["OPTIONS"]["timeout"]
        connections.close_all()

    assert seen(key) == ADA


@on_the_database
def test_a_thread_that_asks_keeps_no_connection() -> None:
    key = log_in(user())

    def ask() -> bool:
        assert seen(key) == ADA
        return connections["default"].connection is None

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(ask).result()
