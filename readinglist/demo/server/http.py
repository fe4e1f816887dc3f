"""HTTP/1.1 with kept connections over threads, on the loopback address only."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from readinglist.demo.server.app import App
from readinglist.demo.server.faults import Faults
from readinglist.demo.server.limits import Limits
from readinglist.demo.server.log import RequestLog
from readinglist.demo.server.messages import TEXT, Request, Response
from readinglist.demo.server.store import Store

_ADDRESS = re.compile(r"^\w+://[^/?]*")
MAX_BODY = 64 * 1024 * 1024
_POLL_SECONDS = 0.02


class RunningServer:
    """A server that runs in its own daemon thread until `stop` or the end of a `with` block.

    `endpoint` is its address, as `http://127.0.0.1:40123`; `store` what it serves, `faults` what goes wrong,
    `limits` how often and how many at once it lets clients ask, `log` what was asked.
    """

    def __init__(self, store: Store, port: int, faults: Faults, limits: Limits) -> None:
        self.store = store
        self.faults = faults
        self.limits = limits
        self.log = RequestLog()
        self._server = _Server(("127.0.0.1", port), _Connection)
        self._server.running = self
        self._app = App(store)
        self.port: int = self._server.server_address[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(_POLL_SECONDS,), name="zotero-server", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop at once: no new connections, and those that are open are closed. May be called twice."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
        self._server.drop_connections()

    @property
    def crashes(self) -> list[Exception]:
        """Errors in the server itself, which clients saw as a status 500; empty unless it has a bug."""
        return self._app.crashes

    def answer(self, request: Request) -> Response:
        """The answer to a request, with faults and limits; what the sockets send."""
        self.log.add(request)
        faults = self.faults.take(request)
        for fault in faults:
            if fault.before:
                fault.before()
        with self.limits.entered(self.store, request) as refused:
            delay = sum(fault.delay for fault in faults)
            if delay:
                time.sleep(delay)
            own = next((one for fault in faults if (one := fault.instead())), None)
            response = own or refused or self._app.answer(request)
        if own is None:
            for fault in faults:
                response = fault.applied(response)
        return response


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    running: RunningServer

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that went away is no trouble, and standard error is the user's."""

    def drop_connections(self) -> None:
        with self._guard:
            waiting = list(self._open)
        for one in waiting:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server: _Server

    def handle_one_request(self) -> None:
        """Read one request and answer it, whatever its method."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline:
                self.close_connection = True
                return
            if len(self.raw_requestline) > 65536:
                self._refuse(414)
                return
            if self.parse_request():
                self._exchange()
                self.wfile.flush()
                if self.headers.get("Expect"):
                    self._drain()
        except (TimeoutError, ConnectionError):
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        """Leave `Expect: 100-continue` to the application, which refuses it as the real server does."""
        self.close_connection = True
        return True

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing to standard error; `RunningServer.log` keeps what was asked."""

    def _exchange(self) -> None:
        body = self._read_body()
        if body is None:
            return
        # A client that takes this for a proxy sends the whole address.
        target = _ADDRESS.sub("", self.path.split("#")[0])
        path, _, query = target.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        running = self.server.running
        request = Request(self.command, path, query, headers, body, running.endpoint, self.client_address[0])
        self._send(running.answer(request))

    def _read_body(self) -> bytes | None:
        if self.headers.get("Expect"):
            # The client may wait for leave to send its body, or send it at once: it gets its answer first.
            return b""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._read_chunks()
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit() and len(length) < 19):
            self._refuse(400)
            return None
        if int(length) > MAX_BODY:
            self._refuse(413)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def _read_chunks(self) -> bytes | None:
        parts: list[bytes] = []
        while True:
            line = self.rfile.readline(1024).split(b";")[0].strip()
            try:
                size = int(line, 16)
            except ValueError:
                self._refuse(400)
                return None
            if size < 0 or size + sum(map(len, parts)) > MAX_BODY:
                self._refuse(413)
                return None
            if size == 0:
                while self.rfile.readline(65537).strip():
                    pass
                return b"".join(parts)
            parts.append(self.rfile.read(size))
            self.rfile.readline(1024)

    def _drain(self) -> None:
        """Read what the client still sends, since closing on it would take the answer away again."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1)
        while self.rfile.read1(65536):
            pass

    def _refuse(self, status: int) -> None:
        self.close_connection = True
        self.command = getattr(self, "command", None) or "GET"
        self.request_version = "HTTP/1.1"
        self._send(Response(status, b"", {"Content-Type": TEXT}))
        self.wfile.flush()

    def _send(self, response: Response) -> None:
        if response.reset:
            self._break(b"")
            return
        bodiless = response.status in (204, 304)
        lines = [f"HTTP/1.1 {response.status} {self.responses.get(response.status, ('', ''))[0]}"]
        lines += [f"{name}: {_safe(value)}" for name, value in response.headers.items()]
        if not bodiless:
            lines.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        body = b"" if bodiless or self.command == "HEAD" else response.body
        if response.cut is not None and response.cut < len(body):
            self._break(head + body[: response.cut])
            return
        self.wfile.write(head + body)

    def _break(self, begun: bytes) -> None:
        """Send what was begun, then end the connection so that the client sees a reset."""
        self.close_connection = True
        if begun:
            self.wfile.write(begun)
            self.wfile.flush()
        else:
            # Zero lingering makes the kernel send RST instead of a polite end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())


def _safe(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
