"""A certificate authority of a company, and a server of Microsoft Entra and a model behind it."""

import datetime
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.model_server import text


@dataclass
class Azure:
    url: str
    tokens_asked: list[dict[str, str]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)


@contextmanager
def azure(folder: Path) -> Iterator[Azure]:
    """Serves over TLS; the certificate that is to be trusted is `ca.crt` in the folder."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            if self.path == "/tenant-1/oauth2/v2.0/token":
                served.tokens_asked.append({name: values[0] for name, values in parse_qs(body).items()})
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.end_headers()
                token = {"token_type": "Bearer", "access_token": "token-1", "expires_in": 3600}
                self.wfile.write(json.dumps(token).encode())
            else:
                served.authorizations.append(self.headers["authorization"])
                text("Hello.")(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    served = Azure(f"https://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def self_signed(folder: Path) -> Path:
    """Writes `ca.crt`, and gives the file with certificate and key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "company")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    (folder / "ca.crt").write_bytes(certificate)
    both = folder / "server.pem"
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    both.write_bytes(certificate + key.private_bytes(pem, pkcs8, serialization.NoEncryption()))
    return both
