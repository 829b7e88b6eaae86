"""The floor: bare ASGI, one prepared statement a request, the whole JSON made by PostgreSQL.

``/users/orders/…`` builds it from Django's normalised columns; ``/ready/orders/…`` joins
the documents that the service keeps, without filling a gap or asking the policy. Nothing is
checked, logged or counted: a service that does its work can come near, no more.
"""

import os
from urllib.parse import parse_qs

from psycopg.rows import tuple_row
from psycopg_pool import AsyncConnectionPool


def choice(column: str, name: str = "") -> str:
    named = name or column.rpartition(".")[2]
    return (
        f"CASE WHEN {column} IS NOT NULL THEN json_build_object('value', {column}, "
        f"'label', initcap({column})) END AS {named}"
    )


def keyed(table: str, condition: str) -> str:
    return f"(SELECT row_to_json(x) FROM (SELECT id AS pk, * FROM {table} WHERE {condition}) x)"


def listed(inner: str) -> str:
    return f"(SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM ({inner}) x)"


def address(column: str) -> str:
    places = ", ".join(
        f"{keyed('shop_location', f'id = a.{place}_id')} AS {place}"
        for place in ("country", "city", "township", "district")
    )
    return (
        f"(SELECT row_to_json(x) FROM (SELECT a.id AS pk, a.*, {places} "
        f"FROM shop_address a WHERE a.id = o.{column}_id) x) AS {column}"
    )


COMPANIES = listed(
    "SELECT c.id AS pk, c.* FROM shop_easyreturncompany c "
    "JOIN shop_orderitem_companies m ON m.easyreturncompany_id = c.id WHERE m.orderitem_id = i.id"
)
REQUESTS = listed("SELECT * FROM shop_cancellationrequest WHERE order_item_id = i.id")
SHIPPED = "('shipped', 'delivered', 'canceled')"
GROUP = keyed("shop_shippingoptiongroup", "id = i.shipping_option_group_id")
ITEMS = listed(
    f"""SELECT i.id AS pk, i.*, {choice("i.status", "status_shown")},
    {keyed("shop_product", "id = i.product_id")} AS product,
    {GROUP} AS shipping_option_group,
    {REQUESTS} AS cancellationrequest_set,
    {COMPANIES} AS available_easy_return_shipping_companies,
    i.price - coalesce(i.discount_amount, 0) AS discounted_price,
    i.status = 'canceled' AS is_cancelled,
    i.status NOT IN {SHIPPED} AS is_cancellable,
    i.status IN ('shipped', 'delivered') AS is_refundable
    FROM shop_orderitem i WHERE i.order_id = o.id ORDER BY i.id"""
)
ORDER = f"""SELECT o.id AS pk, o.*, {choice("o.status", "status_shown")},
    {choice("o.currency", "currency_shown")},
    {address("shipping_address")}, {address("billing_address")},
    {keyed("shop_paymentoption", "id = o.payment_option_id")} AS payment_option,
    {keyed("shop_bank", "id = o.bank_id")} AS bank,
    {ITEMS} AS orderitem_set,
    {listed("SELECT * FROM shop_discountitem WHERE order_id = o.id")} AS discountitem_set,
    {listed("SELECT * FROM shop_loyaltytransaction WHERE order_id = o.id")}
        AS loyaltytransaction_set,
    o.amount + o.discount_amount AS amount_without_discount,
    o.status = 'canceled' AS is_cancelled, o.status = 'payment_waiting' AS is_payable
    FROM shop_order o
    WHERE o."user" = (SELECT customer FROM shop_session WHERE key = %(key)s)"""
NEWEST = "ORDER BY o.created_date DESC, o.id DESC LIMIT %(limit)s OFFSET %(offset)s"
COUNT = (
    '(SELECT count(*) FROM shop_order WHERE "user" = '
    "(SELECT customer FROM shop_session WHERE key = %(key)s))"
)
LIST = f"""SELECT json_build_object('count', {COUNT}, 'next', NULL, 'previous', NULL,
    'results', {listed(f"{ORDER} {NEWEST}")})::text::bytea"""
ONE = f"SELECT row_to_json(x)::text::bytea FROM ({ORDER} AND o.id = %(pk)s) x"

MINE = "customer_id = (SELECT customer_id FROM sessions WHERE key = %(key)s)"
READY_LIST = f"""SELECT convert_to('{{"count":' || (SELECT count(*) FROM orders WHERE {MINE})
    || ',"next":null,"previous":null,"results":['
    || (SELECT string_agg(translate(d.text, chr(31), ''), ',') FROM
        (SELECT pk FROM orders o WHERE {MINE} ORDER BY created_date DESC, pk DESC
         LIMIT %(limit)s OFFSET %(offset)s) p
        JOIN order_documents d ON d.order_pk = p.pk)
    || ']}}', 'UTF8')"""
READY_ONE = f"""SELECT convert_to(translate(d.text, chr(31), ''), 'UTF8') FROM orders
    JOIN order_documents d ON d.order_pk = pk WHERE pk = %(pk)s AND {MINE}"""
STATEMENTS = {("users", False): LIST, ("users", True): ONE}
STATEMENTS |= {("ready", False): READY_LIST, ("ready", True): READY_ONE}

pool = AsyncConnectionPool(
    os.environ["FLOOR_DATABASE_URL"],
    min_size=4,
    max_size=16,
    open=False,
    kwargs={"autocommit": True, "row_factory": tuple_row, "prepare_threshold": 0},
)


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await pool.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await pool.close()
        await send({"type": "lifespan.shutdown.complete"})
        return
    cookie = next(value for name, value in scope["headers"] if name == b"cookie").decode()
    values = {"key": cookie.partition(";")[0].partition("=")[2]}
    _, root, _, pk, *_ = scope["path"].split("/")
    if pk:
        values["pk"] = int(pk)
    else:
        query = parse_qs(scope["query_string"].decode())
        limit = int(query["limit"][0])
        values |= {"limit": limit, "offset": (int(query["page"][0]) - 1) * limit}
    async with pool.connection() as connection:
        cursor = connection.cursor(binary=True)
        await cursor.execute(STATEMENTS[root, bool(pk)], values)
        (body,) = await cursor.fetchone()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
