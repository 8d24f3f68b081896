"""What one corp, and one address, may have of a door: counted in the instance alone, without a read or a write.

An instance sees a part of what comes, so what it refuses is certainly too much; what is too much in all API Gateway's
throttles bound (core/http/rates.py). Nothing is counted at the platforms' doors, nor where the stack says so
(AddressRate=0, CorpShare=100). See docs/adr/0049.
"""

from __future__ import annotations

import hashlib
import os
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil
from typing import Any

from chalicelib.core.config import config
from chalicelib.core.errors import AddressBusy, CorpBusy
from chalicelib.core.http.rates import Rate
from chalicelib.core.instance import Buckets, once
from chalicelib.core.room import Function

# An attacker with more addresses than that is not bounded by any one of them. 2 MB at most.
MOST_ADDRESSES = 10_000
# Of an IPv6 address its network alone: who has one has all of its addresses.
HOST_BITS = 64

_corps = Buckets()
_addresses = Buckets(MOST_ADDRESSES)


@once
def _salt() -> bytes:
    return os.urandom(16)


def caller(context: Any) -> bytes:
    """Who is at the other end of the connection, as a number that means nothing outside of this instance.

    By what API Gateway saw (`sourceIp`). No header is asked: whoever sends `X-Forwarded-For` writes it. The address is
    not kept: a hash under a key that the instance made up and never tells.
    """
    return hashlib.blake2b(network(context), key=_salt(), digest_size=8).digest()


def network(context: Any) -> bytes:
    """The address itself, an IPv6 one without its last half. Personal: it is neither stored nor logged."""
    told = str((context.get("identity") or {}).get("sourceIp") or "")
    try:
        address: IPv4Address | IPv6Address = ip_address(told)
    except ValueError:
        return b""  # all who come from nowhere are one
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if isinstance(address, IPv6Address):
        return address.packed[: HOST_BITS // 8]
    return address.packed


class Turn(StrEnum):
    """What an address has turns of, each apart: who looks at many pages keeps nobody beside them from signing in."""

    PAGE = "page"
    SIGN_IN = "sign-in"
    STAFF = "staff"
    MEMBER = "member"


def admit_address(address: bytes, turn: Turn) -> None:
    """Take one of the address's turns. Raises AddressBusy beyond AddressRate a minute."""
    a_minute = config().address_rate
    if _counts() and a_minute and (wait := _addresses.take(address + turn.encode(), a_minute / 60, a_minute)):
        raise AddressBusy(ceil(wait))


def spare_address(address: bytes, turn: Turn) -> None:
    """Give the turn back: what came was in order, however many people share the address."""
    if _counts() and config().address_rate:
        _addresses.give_back(address + turn.encode())


def admit_corp(corp: str, door: str, rate: Rate) -> None:
    """Take one of the corp's turns at a door. Raises CorpBusy beyond CorpShare of what the door takes."""
    share = config().corp_share / 100
    if not _counts() or share >= 1:
        return
    if wait := _corps.take(f"{corp} {door}".encode(), rate.a_second * share, max(1.0, rate.burst * share)):
        raise CorpBusy(ceil(wait))


def _counts() -> bool:
    return config().function == Function.API
