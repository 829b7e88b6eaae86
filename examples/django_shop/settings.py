"""The project's settings, as far as this app needs any.

Named by `orders_test.py`, or by yourself in `DJANGO_SETTINGS_MODULE`.
"""

import os

INSTALLED_APPS = ["django_shop"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DATABASE", "shop.db"),
        # Who is going to write waits for who is writing, instead of failing half-way.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
    }
}
USE_TZ = True
TIME_ZONE = "UTC"
