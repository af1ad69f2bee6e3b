"""A small S3-compatible storage in this process: what a bucket does with whole files and with files that come in parts."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


class Double(ThreadingHTTPServer):
    """Keeps what it is given under "/bucket/name"."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.files: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}
        self.unsigned: list[str] = []
        """What was asked for without a signature of the fourth version."""
        self.refuses = 0
        """A status with which it answers everything."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Double
    protocol_version = "HTTP/1.1"

    def _begin(self) -> tuple[str, dict[str, list[str]], bytes]:
        parts = urlsplit(self.path)
        if not self.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 Credential="):
            self.server.unsigned.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        return unquote(parts.path), parse_qs(parts.query, keep_blank_values=True), body

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        status = self.server.refuses or status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        name, query, body = self._begin()
        if "partNumber" in query:
            self.server.parts[query["uploadId"][0]][int(query["partNumber"][0])] = body
        elif not self.server.refuses:
            self.server.files[name] = body
        self._answer(200, ETag='"0a"')

    def do_POST(self) -> None:
        name, query, _ = self._begin()
        if "uploads" in query:
            upload = f"upload-{len(self.server.parts)}"
            self.server.parts[upload] = {}
            told = f"<UploadId>{upload}</UploadId>"
        else:
            parts = self.server.parts[query["uploadId"][0]]
            self.server.files[name] = b"".join(body for _, body in sorted(parts.items()))
            told = "<ETag>0a</ETag>"
        self._answer(200, f"<Result><Bucket>b</Bucket><Key>k</Key>{told}</Result>".encode())

    def do_GET(self) -> None:
        name, _, _ = self._begin()
        body = self.server.files.get(name)
        if body is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        elif part := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
            end = int(part[2]) + 1 if part[2] else len(body)
            piece = body[int(part[1]) : end]
            self._answer(206, piece, ETag='"0a"', Content_Range=f"bytes {part[1]}-{end - 1}/{len(body)}")
        else:
            self._answer(200, body, ETag='"0a"')

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        name, _, _ = self._begin()
        self.server.files.pop(name, None)
        self._answer(204)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def bucket() -> Iterator[Double]:
    """One that listens until the end of the block."""
    double = Double()
    Thread(target=double.serve_forever, daemon=True).start()
    yield double
    double.shutdown()
    double.server_close()
