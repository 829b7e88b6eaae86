"""The project as an ASGI application, for a server of its own."""

from django.core.asgi import get_asgi_application

app = get_asgi_application()
