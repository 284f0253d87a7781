"""AWS on the loopback for handlers in processes of their own: HTTPS in front of the account in this one.

The instructions of the service are spent here and not counted there. The certificate leads to a root of its own, behind
all those that the client's botocore ships: reading them is part of every cold start.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import botocore
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.botocore_stubber import BotocoreStubber

from infra.local.processes.loopback import LOOPBACK
from infra.local.tls_authority import write_tls_files

HOSTS = {
    "DynamoDB_20120810": "dynamodb",
    "secretsmanager": "secretsmanager",
    "AWSStepFunctions": "states",
    "AWSEvents": "events",
    "AmazonSQS": "sqs",
}
DEFAULT_SERVICE = "sns"
"""The service whose protocol has no header with the target."""
REGION = "us-east-1"
POLL_SECONDS = 0.05
FLOOR_BUNDLE = "cacert-of-boto3.pem"
"""What the floor trusts: all that boto3 comes with."""
SEND_TASK_SUCCESS = "AWSStepFunctions.SendTaskSuccess"

TaskSuccess = Callable[[bytes], tuple[int, str]]


@contextmanager
def endpoint(directory: Path, task_success: TaskSuccess, roots: Path) -> Iterator[dict[str, str]]:
    """Serve AWS over HTTPS on the loopback, and yield the environment in which clients call it.

    `directory` is for its certificates, `task_success` answers SendTaskSuccess, and `roots` is the CA bundle of the
    botocore that clients load; the server's root is added to it.
    """
    files = write_tls_files(directory, datetime.now(UTC))
    bundle = _with(files.root, roots, directory / "cacert.pem")
    _with(files.root, Path(botocore.__file__).with_name("cacert.pem"), directory / FLOOR_BUNDLE)
    server = ThreadingHTTPServer((LOOPBACK, 0), _handler(task_success))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(files.certificate, files.private_key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=[POLL_SECONDS], daemon=True).start()
    try:
        yield {
            "AWS_ENDPOINT_URL": f"https://{LOOPBACK}:{server.server_port}",
            "AWS_CA_BUNDLE": str(bundle),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_SESSION_TOKEN": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
        }
    finally:
        server.shutdown()
        server.server_close()


def _with(root: Path, roots: Path, bundle: Path) -> Path:
    bundle.write_text(roots.read_text(encoding="utf-8") + root.read_text(encoding="ascii"), encoding="utf-8")
    return bundle


def _handler(task_success: TaskSuccess) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, text = self._answer(self.headers.get("X-Amz-Target", ""), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def _answer(self, target: str, body: bytes) -> tuple[int, bytes]:
            if target == SEND_TASK_SUCCESS:
                status, text = task_success(body)
                return status, text.encode()
            headers = HTTPHeaders()
            for name, value in self.headers.items():
                headers[name] = value
            host = HOSTS[target.partition(".")[0]] if target else DEFAULT_SERVICE
            url = f"https://{host}.{REGION}.amazonaws.com/"
            answer = BotocoreStubber().process_request(AWSPreparedRequest("POST", url, headers, body, False))  # noqa: FBT003
            assert answer is not None, target
            content: str | bytes = answer[2]
            return answer[0], content.encode() if isinstance(content, str) else content

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    return Handler
