"""Operations that concern the service itself."""

from order_entrypoints.http.openapi import Answer, Operation
from order_entrypoints.http.probes import csrf_token, healthz, readyz
from order_entrypoints.wire.outcomes import (
    CsrfTokenShape,
    HealthShape,
)

SERVICE: tuple[Operation, ...] = (
    Operation(
        method="GET",
        path="/csrf_token/",
        name="getCsrfToken",
        tag="Service",
        summary="Hand out a CSRF token, in the body and as the cookie `csrftoken`",
        handler=csrf_token,
        needs_session=False,
        answers={200: Answer(description="The token.", shape=CsrfTokenShape)},
    ),
    Operation(
        method="GET",
        path="/healthz",
        name="healthz",
        tag="Service",
        summary="Say that the process answers",
        handler=healthz,
        needs_session=False,
        answers={200: Answer(description="It does.", shape=HealthShape)},
    ),
    Operation(
        method="GET",
        path="/readyz",
        name="readyz",
        tag="Service",
        summary="Say that the database answers too",
        handler=readyz,
        needs_session=False,
        answers={200: Answer(description="It does.", shape=HealthShape)},
    ),
)
