"""Beside a Django project: its sessions and its signatures, by Django's own code.

To be used in a process in which Django is set up (``django.setup()``) with the project's
settings. Which session engine, which users and which secret keys is what these say.
"""

from order_adapters import needing

with needing("django"):
    from order_adapters.django.database import asking_django
    from order_adapters.django.sessions import DjangoSessions, registered
    from order_adapters.django.signer import DjangoSigner

__all__ = ["DjangoSessions", "DjangoSigner", "asking_django", "registered"]
