"""Ports for the servers of the local world."""

import socket

import pytest

from infra.local.processes import loopback
from infra.local.processes.loopback import LOOPBACK, PORTS, free_ports


def test_the_ports_are_different_and_free_for_tcp_and_udp() -> None:
    """And none that the system might give to somebody who calls out in the meantime."""
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert set(ports) <= set(PORTS)
    for port in ports:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(type=kind) as server:
                server.bind((LOOPBACK, port))


def test_a_port_that_is_taken_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether for TCP or for UDP only."""
    first, second, third = free_ports(3)
    monkeypatch.setattr(loopback, "PORTS", [first, second, third])
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind((LOOPBACK, first))
        udp.bind((LOOPBACK, second))
        assert free_ports(1) == [third]
