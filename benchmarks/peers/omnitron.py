"""An Omnitron that knows every order of the shop, and takes 5 ms to cancel.

Logging in and reading take no time of their own, so that it is the others that are measured.
"""

import asyncio
import json
from urllib.parse import parse_qs

ITEMS = 3
SECONDS = 0.005


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    if scope["path"].endswith("/cancel/"):
        await asyncio.sleep(SECONDS)
    body = json.dumps(answer(scope)).encode()
    length = str(len(body)).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def answer(scope):
    if scope["path"].endswith("/auth/login/"):
        return {"key": "benchmark"}
    if scope["method"] == "POST":
        return {}
    number = parse_qs(scope["query_string"].decode())["number"][0]
    pk = int(number.removeprefix("ORD-"))
    items = [
        {"pk": item * 10, "remote_id": str(item), "status": "approved"}
        for item in range(pk * 10, pk * 10 + ITEMS)
    ]
    order = {"pk": pk, "number": number, "remote_id": str(pk), "status": "approved"}
    results = [order | {"orderitem_set": items}]
    return {"count": 1, "next": None, "previous": None, "results": results}
