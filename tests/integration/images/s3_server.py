"""As much of S3 as one bucket without checks of signatures needs."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


class S3Server:
    """Keeps objects by their path; ``failing`` makes it answer with that status instead."""

    def __init__(self) -> None:
        self.objects = dict[str, bytes]()
        self.requests = list[str]()
        self.failing: int | None = None
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._http.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        self.requests.append(method)
        if self.failing is not None:
            return self.failing, b""
        if method == "PUT":
            self.objects[path] = body
            return 200, b""
        if method == "POST":  # several deletions at once: ?delete
            return 200, self._delete(path.partition("?")[0], body.decode())
        found = self.objects.get(path)
        return (404, b"") if found is None else (200, found)

    def _delete(self, bucket: str, order: str) -> bytes:
        keys: list[str] = re.findall(r"<Key>(.*?)</Key>", order)
        for key in keys:
            self.objects.pop(f"{bucket}/{key}", None)
        deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return f"<DeleteResult>{deleted}</DeleteResult>".encode()


def _handler(server: S3Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status, answer = server.answer(self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.send_header("ETag", '"1"')
            self.send_header("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT")
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815

        def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    return Handler
