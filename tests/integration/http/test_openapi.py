"""``/openapi.json`` says what the service does, and ``/docs`` shows it."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route

from integration.real_shop import ADAS_SESSION, NUMBER, PK

from .conftest import OpenShop
from .documented import check
from .shop import Shop


def document(shop: Shop) -> Any:  # noqa: ANN401 decoded JSON, as httpx types it
    return shop.visitor(None).get("/openapi.json").json()


def test_every_route_is_documented_and_nothing_else(shop: Shop) -> None:
    paths = document(shop)["paths"]
    served = {
        re.sub(r":\w+}", "}", route.path): route.methods
        for route in shop.app().routes
        if isinstance(route, Route)
    }

    aliases = {f"{path}/" for path in served} & paths.keys()
    undocumented = served.keys() - paths.keys() - {path.removesuffix("/") for path in aliases}

    assert undocumented == {"/openapi.json", "/docs", "/metrics"}
    assert paths.keys() <= served.keys()


def test_every_schema_is_one(shop: Shop) -> None:
    schemas = document(shop)["components"]["schemas"]

    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert "OrderShape" in schemas


def test_examples_of_bodies_are_taken(shop: Shop) -> None:
    visitor = shop.visitor()
    paths = document(shop)["paths"]

    for path, methods in paths.items():
        body = methods.get("post", {}).get("requestBody")
        if body is not None:
            example = body["content"]["application/json"]["example"]
            number = example.get("number", NUMBER)
            answer = visitor.post(path.replace("{number}", number), example)
            assert "This field is required." not in answer.text, (path, answer.text)


def test_examples_of_answers_are_what_their_schemas_say(shop: Shop) -> None:
    told = document(shop)
    examples = [
        (media["schema"], media["example"])
        for methods in told["paths"].values()
        for operation in methods.values()
        for answer in operation["responses"].values()
        for media in answer.get("content", {}).values()
        if "example" in media
    ]

    for schema, example in examples:
        check(example, {**schema, "components": told["components"]})
    assert len(examples) >= len(told["paths"]) - 1  # a picture has none


def test_the_page_shows_every_operation_without_outside_resources(shop: Shop) -> None:
    page = shop.visitor(None).get("/docs", accept="text/html")

    assert page.status_code == 200
    for path in ("/orders/{number}/cancel/", "/users/orders/{pk}/", "/csrf_token/"):
        assert path in page.text
    assert "//" not in re.sub(r"http://127\.0\.0\.1:\d+", "", " ".join(links(page)))


def links(page: httpx.Response) -> list[str]:
    return re.findall(r'(?:src|href)="([^"]*)"', page.text)


CONFIGURATION = """
[checks.positive_data_acceptance]  # what a schema cannot say is answered with 400
expected-statuses = ["2xx", "400", "401", "403", "404", "406", "409", "422", "429"]

[auth.openapi]
session.api_key = "{session}"
csrfCookie.api_key = "{csrf}"
csrfHeader.api_key = "{csrf}"

[parameters]
"path.number" = "{number}"
"path.token" = "{token}"
"path.pk" = {pk}
"""


OPTIONS = ("--checks", "all", "--max-examples", "20", "--no-color", "--seed", "1")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whatever_is_sent_gets_a_documented_answer(open_shop: OpenShop, tmp_path: Path) -> None:
    # given a shop, and a tester who knows a session, an order and its signed number
    shop = open_shop()
    configuration = tmp_path / "schemathesis.toml"
    told = CONFIGURATION.format(
        session=ADAS_SESSION, csrf="c" * 32, number=NUMBER, token=shop.token(NUMBER), pk=PK
    )
    configuration.write_text(told, "utf-8")

    # when each operation is called with what its schema allows, and with what it does not
    tester = Path(sys.executable).with_name("st")
    tested = subprocess.run(
        [tester, "--config-file", configuration, "run", f"{shop.address}/openapi.json", *OPTIONS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )

    # then every answer is one of the documented, and no bad request is taken
    assert tested.returncode == 0, tested.stdout[-5000:] + tested.stderr[-2000:]
