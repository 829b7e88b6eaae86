"""What works with the extra ``all``; run in an empty folder with the orders to import."""

import io
import os
import subprocess
import sys
from pathlib import Path

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from order_adapters.frames import count_files, read_counts, save_counts
from order_adapters.images import PictureLimits, check_picture
from order_adapters.sqlalchemy import create_database_engine
from order_adapters.throttling import Throttle
from order_domain import CancellationRules, judge
from order_entrypoints.observability.telemetry import check_tracing
from order_entrypoints.testing.attempts import facts, histories
from order_entrypoints.testing.contracts import OrdersContract
from order_entrypoints.testing.what_if import Attempt, simulate

ORDERS = Path(sys.executable).parent / "orders"
ENVIRONMENT = {**os.environ, "ORDERS_SECRET_KEYS": "smoke", "PYTHONWARNINGS": ""}


def run(*arguments: str) -> str:
    """Run the command to its end and return what it printed."""
    ended = subprocess.run(
        [ORDERS, *arguments], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, f"orders {arguments}: {ended.stdout}{ended.stderr}"
    return ended.stdout


def check_database(shop: str) -> None:
    run("migrate")
    run("import", shop)
    assert len(run("export").splitlines()) >= len(Path(shop).read_text("utf-8").splitlines())


def check_service() -> None:
    """Serve, ask, and stop."""
    serve = [str(ORDERS), "serve", "--port", "0"]
    with subprocess.Popen(serve, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            said = next(line for line in process.stderr if "http://" in line)
            address = "http://" + said.split("http://")[1].split(" ")[0].split('"')[0]
            assert httpx.get(f"{address}/readyz").status_code == 200
            assert httpx.get(f"{address}/docs").status_code == 200
        finally:
            process.terminate()
            process.stderr.read()
    assert process.returncode == 0


def check_frames(attempts: str) -> None:
    counts = count_files(attempts)
    save_counts(counts, "counts.parquet")
    assert read_counts("counts.parquet") == counts
    assert "refused" in run("simulate", "--attempts", attempts, "--html", "report.html")


def check_pictures() -> None:
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "PNG")
    assert check_picture(written.getvalue(), PictureLimits()).media_type == "image/png"


@settings(max_examples=20, deadline=None, database=None)
@given(st.data())
def check_strategies(data: st.DataObject) -> None:
    history: list[Attempt] = data.draw(histories())
    simulate({}, history)
    judge(data.draw(facts()), CancellationRules())


def check_the_rest() -> None:
    assert Throttle("redis://127.0.0.1", secret="smoke") is not None
    assert create_database_engine("postgresql://127.0.0.1/orders") is not None
    assert issubclass(OrdersContract, object)

    check_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"})


def main(examples: Path) -> None:
    assert "Omnitron received 3 cancellations" in run("demo", "--once")
    check_database(str(examples / "shop.ndjson"))
    check_service()
    check_frames(str(examples / "last_month.ndjson"))
    check_pictures()
    check_strategies()
    check_the_rest()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
