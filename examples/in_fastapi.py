"""The service within a FastAPI application: one process, one port, one database.

    export ORDERS_DATABASE_URL=sqlite:///orders.db ORDERS_SECRET_KEYS=…  (orders migrate)
    uvicorn --app-dir examples in_fastapi:app

The host's own paths come first; all others are the service's, as they are documented.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException

from order_adapters.sqlalchemy import SqlOrders, create_database_engine
from order_entrypoints.bootstrap import make_app
from order_entrypoints.configuration import read_configuration

configuration = read_configuration(os.environ)
engine = create_database_engine(configuration.database_url)
service = make_app(configuration, engine)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    """Run the service's lifespan too, which a mounted application is not asked to by itself.

    Recovery of broken cancellations runs within it.
    """
    async with service.router.lifespan_context(service):
        yield
    engine.dispose()


app = FastAPI(lifespan=lifespan, docs_url="/shop/docs", openapi_url="/shop/openapi.json")


@app.get("/shop/orders/{number}/status")
def status(number: str) -> dict[str, str]:
    """A path of the host's, on the same orders. Plain `def`: the ports may block."""
    order = SqlOrders(engine).by_number(number)
    if order is None:
        raise HTTPException(404)
    return {"number": order.number, "status": order.status}


app.mount("/", service)
