"""Pictures and reasons of a database of before revision 0003."""

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from attrs import evolve
from sqlalchemy import Connection, Engine, text

from order_adapters.sqlalchemy import (
    SqlCancellationReasons,
    SqlOrders,
    create_database_engine,
    schema,
)
from order_adapters.sqlalchemy.schema import migrate
from order_adapters.sqlalchemy.transactions import writing
from order_domain.cancellation_records import CancellationRequestImage
from order_domain.orders import Order
from samples import NOW, order, request

_REPLACE = text("UPDATE cancellation_requests SET document = replace(document, :had, :has)")


@pytest.fixture
def engine(database_url: str) -> Engine:
    """An engine on a database of the newest revision."""
    engine = create_database_engine(database_url)
    migrate(engine)
    return engine


def downgrade(connection: Connection) -> None:
    """Take the database back to the revision before pictures were known by name."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    command.downgrade(config, "0002")


def with_picture(order: Order, name: str, pk: int | None) -> Order:
    image = CancellationRequestImage(image=name, created_date=NOW, modified_date=NOW, pk=pk)
    one = request(f"uuid-{order.pk}", order.items[0].pk, images=(image,))
    first = evolve(order.items[0], cancellation_requests=(one,))
    return evolve(order, items=(first, *order.items[1:]))


def test_pictures_that_were_there_are_found_and_their_pks_are_taken(engine: Engine) -> None:
    # given
    orders = SqlOrders(engine)
    orders.add(with_picture(order(1), "torn.jpg", 41))
    orders.add(order(2))
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO cancellation_reasons VALUES (1, 'cancel', 'x', "
                "false, true, 100, 'u', '{}', NULL, NULL)"
            )
        )
        downgrade(connection)
    # when
    migrate(engine)
    # then
    assert orders.by_image("torn.jpg") == orders.by_pk(1)
    saved = orders.save(with_picture(order(2), "worn.jpg", None))
    (image,) = saved.items[0].cancellation_requests[0].images
    assert image.pk is not None
    assert image.pk > 41
    # and
    (reason,) = SqlCancellationReasons(engine).all()
    assert (reason.uuid, reason.translations, reason.created_date) == (None, {}, None)
    engine.dispose()


def test_a_database_without_pictures_migrates(engine: Engine) -> None:
    # given
    SqlOrders(engine).add(order(1))
    with writing(engine) as connection:
        downgrade(connection)
    # when
    migrate(engine)
    # then
    assert SqlOrders(engine).by_image(json.dumps("")) is None
    assert SqlOrders(engine).by_pk(1) == order(1)
    engine.dispose()


def test_pictures_that_had_no_pk_are_found_and_get_one(engine: Engine) -> None:
    # given
    orders = SqlOrders(engine)
    for pk in (1, 2, 3):
        orders.add(with_picture(order(pk), f"{pk}.jpg", 40 + pk))
    with writing(engine) as connection:
        downgrade(connection)
        for had in ('"pk":42', '"pk":43'):
            connection.execute(_REPLACE, {"had": had, "has": '"pk":null'})
    # when
    migrate(engine)
    # then
    found = [orders.by_image(f"{pk}.jpg") for pk in (1, 2, 3)]
    assert [picture_pk(one) for one in found] == [41, None, None]
    assert found == [orders.by_pk(pk) for pk in (1, 2, 3)]
    # and
    saved = [orders.save(one) for one in found if one is not None]
    assert len({picture_pk(one) for one in saved} - {None}) == 3
    assert orders.by_image("3.jpg") == saved[2]
    engine.dispose()


def picture_pk(order: Order | None) -> int | None:
    assert order is not None
    return order.items[0].cancellation_requests[0].images[0].pk
