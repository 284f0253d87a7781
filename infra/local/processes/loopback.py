"""Ports of this machine alone."""

import contextlib
import secrets
import socket

LOOPBACK = "127.0.0.1"
PORTS = range(20_000, 32_768)
"""Below the ports that Linux gives to outgoing connections (net.ipv4.ip_local_port_range), which could take one."""


def free_ports(count: int) -> list[int]:
    """Return `count` different ports that were free a moment ago for TCP and UDP."""
    with contextlib.ExitStack() as held:
        free: list[int] = []
        for port in secrets.SystemRandom().sample(PORTS, len(PORTS)):
            if len(free) == count:
                break
            if all(_holds(held, kind, port) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)):
                free.append(port)
        return free


def _holds(held: contextlib.ExitStack, kind: socket.SocketKind, port: int) -> bool:
    one = held.enter_context(socket.socket(type=kind))
    try:
        one.bind((LOOPBACK, port))
    except OSError:
        return False
    return True
