# Imported at the start of every Python process of a pod (PYTHONPATH): this machine's resolver knows nothing of the cluster's
# network, so names are asked of the sandbox, through the pod's own egress proxy, as podNames.cjs does for Node. Nothing is
# asked of a real network.
import asyncio
import base64
import errno
import http.client
import importlib.machinery
import importlib.util
import ipaddress
import os
import re
import socket
import sys
import types
import urllib.parse

_here = os.path.dirname(os.path.abspath(__file__))
_proxy = urllib.parse.urlsplit(os.environ["HTTP_PROXY"])
_credentials = base64.b64encode(f"{_proxy.username}:{_proxy.password}".encode()).decode()
_machine = socket.getaddrinfo
_machine_name = socket.gethostname()
# A pod's host name is its own.
socket.gethostname = lambda: os.environ.get("HOSTNAME", _machine_name)


def _is_address(name):
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        return False


def _is_own(name):
    """Names of this machine itself, which its own resolver answers."""
    if name is None or name == "":
        return True
    text = name.decode() if isinstance(name, bytes) else str(name)
    return (
        _is_address(text)
        or re.search(r"(^|\.)localhost$", text, re.IGNORECASE) is not None
        or text == _machine_name
    )


def _ask(name):
    """The IPv4 address of a name inside of the network; raises as a resolver would."""
    text = name.decode() if isinstance(name, bytes) else str(name)
    connection = http.client.HTTPConnection(_proxy.hostname, _proxy.port, timeout=10)
    try:
        headers = {"proxy-authorization": f"Basic {_credentials}"}
        connection.request("GET", "/names/" + urllib.parse.quote(text, safe=""), headers=headers)
        answer = connection.getresponse()
        found = answer.read().decode()
    except OSError as cause:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution") from cause
    finally:
        connection.close()
    if answer.status == 404:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    if answer.status != 200:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    return found


def _getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    if _is_own(host):
        return _machine(host, port, family, type, proto, flags)
    if family == socket.AF_INET6:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return _machine(_ask(host), port, family, type, proto, flags)


def _gethostbyname(host):
    return _getaddrinfo(host, None, socket.AF_INET)[0][4][0]


socket.getaddrinfo = _getaddrinfo
socket.gethostbyname = _gethostbyname
socket.gethostbyname_ex = lambda host: (host, [], [_gethostbyname(host)])


def _reachable(address):
    """The addresses mean something behind the egress proxy only: what connects to one without it finds nothing."""
    if not isinstance(address, tuple) or not _is_address(str(address[0]).split("%")[0]):
        return not isinstance(address, tuple) or _is_own(address[0])
    target = ipaddress.ip_address(str(address[0]).split("%")[0])
    return target.is_loopback or target.is_unspecified


_refused = OSError(errno.ENETUNREACH, "Network is unreachable: pods leave by the egress proxy")
_connect, _connect_ex = socket.socket.connect, socket.socket.connect_ex


def _connect_within(self, address):
    if not _reachable(address):
        raise _refused
    return _connect(self, address)


def _connect_ex_within(self, address):
    return _connect_ex(self, address) if _reachable(address) else errno.ENETUNREACH


socket.socket.connect = _connect_within
socket.socket.connect_ex = _connect_ex_within

# Its loop resolves and connects in a library of its own, past all this: asyncio's loop stands in for it.
_loop = types.ModuleType("uvloop")
_loop.new_event_loop = asyncio.new_event_loop
_loop.Loop = asyncio.SelectorEventLoop
_loop.run = asyncio.run
_loop.install = lambda: None
_loop.__getattr__ = lambda name: getattr(asyncio, {"EventLoopPolicy": "DefaultEventLoopPolicy"}[name])
sys.modules["uvloop"] = _loop

# The operator's injection brings a `sitecustomize` of its own, which would have been found in place of this one.
_others = [path for path in sys.path if os.path.abspath(path) != _here]
_spec = importlib.machinery.PathFinder.find_spec("sitecustomize", _others)
if _spec and _spec.loader:
    _module = importlib.util.module_from_spec(_spec)
    sys.modules["sitecustomize"] = _module
    _spec.loader.exec_module(_module)
