"""The socket that a preview listens on: the port that was asked for, or the first one that is free."""

from __future__ import annotations

import errno
import socket

from sitegen.problems import SitegenError, WrongUse

FIRST = 8000
_TRIED = 50


def bound(host: str, port: int | None) -> socket.socket:
    """A socket on a port; without one, on the first that is free from 8000 on. SitegenError where none is,
    WrongUse for a host that this machine does not have."""
    if port is not None:
        return _bound(host, port)
    for candidate in range(FIRST, FIRST + _TRIED):
        try:
            return _bound(host, candidate)
        except _Taken:
            continue
    raise SitegenError(f"No port from {FIRST} to {FIRST + _TRIED - 1} is free. Name another one with --port.")


def is_taken(address: str, port: int) -> bool:
    """Whether some program listens at an address."""
    try:
        socket.create_connection((address, port), timeout=0.2).close()
    except OSError:
        return False
    return True


class _Taken(SitegenError):
    """Another program has the port."""


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise WrongUse(f"--host: there is no `{host}`: {error.strerror}.") from None
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise _Taken(
                f"Another program listens on port {port}. Name another one with --port, or none."
            ) from None
        message = f"Nothing can listen on {host}, port {port}: {error.strerror}."
        raise WrongUse(f"{message} Choose others with --host and --port.") from None
    listener.set_inheritable(False)
    return listener
