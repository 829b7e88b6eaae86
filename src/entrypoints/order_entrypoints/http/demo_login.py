"""Links that log a browser in: for the demo only, where sessions belong to nobody real."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route


def with_login_links(app: Starlette) -> Starlette:
    """Return the application with ``/demo/login/{key}/{token}`` added.

    The link sets the session cookie and goes on to the completed order.
    """
    return Starlette(
        routes=[Route("/demo/login/{key}/{token}", _log_in), Mount("/", app=app)],
        lifespan=app.router.lifespan_context,
    )


async def _log_in(request: Request) -> Response:
    token = request.path_params["token"]
    response = RedirectResponse(f"/orders/completed/{token}/", status_code=303)
    response.set_cookie("sessionid", request.path_params["key"], httponly=True, samesite="lax")
    return response
