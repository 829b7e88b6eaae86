"""Visitors who log in at the project, as its login view would have them do."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BACKENDS = "django.contrib.sessions.backends"
ENGINES = [f"{BACKENDS}.{name}" for name in ("db", "cache", "cached_db", "file", "signed_cookies")]


def session(key: str | None = None) -> SessionBase:
    """A session of the engine in use: a new one, or the one of this key."""
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return store


def user(pk: int = 7, **more: object) -> User:
    """A user of the project."""
    return User.objects.create_user(
        f"user{pk}", f"user{pk}@example.com", "opensesame", pk=pk, **more
    )


def log_in(who: User, *, lasts: int | None = None) -> str:
    """Log a user in, for so many seconds or as long as usual; return the session's key."""
    request = HttpRequest()
    request.session = session()
    login(request, who, backend=settings.AUTHENTICATION_BACKENDS[0])
    if lasts is not None:
        request.session.set_expiry(lasts)
    request.session.save()
    key = request.session.session_key
    assert key is not None
    return key
