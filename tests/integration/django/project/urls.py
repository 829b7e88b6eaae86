"""Its pages: a login, a page with a form, a link to a completed order, and a logout."""

from django.contrib.auth import authenticate, login, logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

SALT = "shop.orders"

FORM = engines["django"].from_string(
    '<meta name="csrf-token" content="{{ csrf_token }}"><form method="post">{% csrf_token %}</form>'
)


def log_in(request: HttpRequest) -> HttpResponse:
    """Show a form, or log in whoever sends it with the right password."""
    if request.method != "POST":
        return HttpResponse(FORM.render({}, request))
    name, password = request.POST["username"], request.POST["password"]
    user = authenticate(request, username=name, password=password)
    if user is None:
        return HttpResponse("Who?", status=401)
    login(request, user)
    return JsonResponse({"user": user.pk})


def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponse()


def link(_: HttpRequest, number: str) -> HttpResponse:
    """Sign an order number."""
    return HttpResponse(signing.dumps(number, salt=SALT))


def read(_: HttpRequest, token: str) -> HttpResponse:
    """Read a signed order number."""
    return HttpResponse(signing.loads(token, salt=SALT, max_age=60))


urlpatterns = [
    path("login/", log_in),
    path("logout/", log_out),
    path("link/<str:number>/", link),
    path("read/<str:token>/", read),
]
