"""Sessions that a Django project opened, read from wherever it keeps them.

Source: ``django.contrib.auth.get_user`` of Django 5.2. It is followed step by step and not
called, for it changes what it reads: it gives a session of an older secret key a new name,
and the visitor's browser would be told of that by nobody here.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
    load_backend,
)
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare

from order_adapters.django.database import asking_django
from order_domain.customers import Customer

if TYPE_CHECKING:  # not to be imported before Django is set up
    from django.contrib.auth.base_user import AbstractBaseUser

CustomerOf: TypeAlias = "Callable[[AbstractBaseUser], Customer | None]"
"""Tells which customer a Django user is; None for one who is none."""


def registered(user: "AbstractBaseUser") -> Customer:
    """Return the customer of the same number and email as the user, who is no guest."""
    email: object = getattr(user, user.get_email_field_name(), "")
    return Customer(id=user.pk, email=str(email or ""), is_guest=False)


class DjangoSessions:
    """Knows whose a Django session is (port :class:`order_domain.ports.Sessions`).

    Any session engine will do. Nothing is written, but for what an engine does of itself when
    it reads: that of files removes a session that is over. A session lasts as long as
    Django lets it, whether it is used here or not.
    """

    def __init__(self, customer_of: CustomerOf = registered) -> None:
        """Take how users become customers.

        Args:
            customer_of: by default every user is the registered customer of that number. A
                project that keeps guests as users says here who is one.
        """
        self._customer_of = customer_of

    def customer_of(self, key: str, now: datetime) -> Customer | None:  # noqa: ARG002
        """Return the customer; None when nobody is logged in by this key, or no longer.

        Whether a session is over is for its engine to say, by the clock of the machine:
        caches know no other, and ``now`` is not asked.

        Raises:
            StorageUnavailableError: Django's database does not answer.
        """
        if not (key.isascii() and key.isprintable()):
            return None
        with asking_django():
            user = _user_of(_store(key))
            return None if user is None else self._customer_of(user)


def _store(key: str) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return store


def _user_of(session: SessionBase) -> "AbstractBaseUser | None":
    if session.session_key is None:  # no key that Django would have made
        return None
    backend: object = session.get(BACKEND_SESSION_KEY)
    if not (isinstance(backend, str) and backend in settings.AUTHENTICATION_BACKENDS):
        return None
    try:
        pk = get_user_model()._meta.pk.to_python(session.get(SESSION_KEY))  # noqa: SLF001
    except ValidationError:
        return None
    user = None if pk is None else load_backend(backend).get_user(pk)
    return user if user is not None and _is_still_good(session, user) else None


def _is_still_good(session: SessionBase, user: "AbstractBaseUser") -> bool:
    """Whether the user's password is the one of the login, under any key in force."""
    if not hasattr(user, "get_session_auth_hash"):
        return True
    hashed = session.get(HASH_SESSION_KEY)
    if not hashed:
        return False
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(hashed, one) for one in hashes)
