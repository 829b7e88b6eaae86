"""Django as one would set it up: persistent connections, nothing that is not needed."""

import os
from urllib.parse import urlsplit

SECRET_KEY = "benchmark"  # noqa: S105
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "shop"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_url = os.environ["DRF_DATABASE_URL"]
_parts = urlsplit(_url)
if _url.startswith("sqlite"):
    _options: dict[str, object] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": _url.removeprefix("sqlite:///"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
    }
else:
    _options = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts.path.removeprefix("/"),
        "USER": _parts.username or "postgres",
        "PASSWORD": _parts.password or "",
        "HOST": os.environ.get("DRF_DATABASE_HOST", _parts.hostname or ""),
    }
DATABASES = {"default": {**_options, "CONN_MAX_AGE": None}}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["shop.sessions.BySession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "shop.pages.Pages",
    "PAGE_SIZE": 12,
}
