"""How many requests a second each door takes: of the whole world at API Gateway, of one corp in an instance.

Every method has a throttle of its own (infra/throttles.py writes them into the template), so a rush at one door takes
nothing from another, and together they stay below what API Gateway gives an account: a flood at all of them at once
leaves the platforms' doors what is theirs. What each is derived from stands in docs/adr/0049.

Doors of a kind that grows with the rooms share a part of the account: while it is enough each has the rate of its kind,
beyond it all of them have less, evenly (docs/adr/0068). So a new room takes nothing from another kind.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from chalicelib.core.http.rights import MEMBER, PUBLIC, Right


class Part(msgspec.Struct, frozen=True):
    """What doors of one kind may take together, in requests a second."""

    name: str
    a_second: int


class Rate(msgspec.Struct, frozen=True):
    """Requests a second in the long run, and at most at once. part: what it shares with its like."""

    a_second: float
    burst: int
    part: Part | None = None


# People at desks; customers' mini-programs; tills.
DESKS = Part("desks", 1_970)
PHONES = Part("phones", 940)
TILLS = Part("tills", 560)
# However many doors there are, each keeps half of its kind's rate, or the kind needs a larger part.
LEAST = 0.5
# What API Gateway gives an account in a region, all its APIs together (docs.aws.amazon.com, quotas of API Gateway).
ACCOUNT = Rate(10_000, 5_000)
# Somebody looks at a page: 2 ms of CPU and at most 1 WU (benchmarks/results.md), so ten instances serve them all.
SCANS = Rate(1_000, 1_000)
TEAM_PAGES = Rate(500, 500)
# Above the 300 a second of the flood that we try: it is refused in under a millisecond, and nobody waits behind it.
SIGN_IN = Rate(320, 400)
# A page whose customer was not signed in yet: they go there and come back, once in twelve hours.
PAGE_SIGN_IN = Rate(40, 200, PHONES)
# A coupon's page: what a post's readers open, of whom each looks once.
COUPON_PAGES = Rate(300, 500)
# What a campaign's first minute brings: a claim takes 4 WU and 3 ms.
RUSH = Rate(400, 800)
MEMBER_ACTS = Rate(40, 200, PHONES)
# What a mini-program does in the background, once an hour at most.
SELDOM = Rate(20, 100, PHONES)
# The tills of a chain at noon.
STAFF_ACTS = Rate(60, 150, TILLS)
# People at desks: what a page asks at once, and seldom anything in the long run. They are the most doors by far.
READS = Rate(10, 100, DESKS)
WRITES = Rate(4, 50, DESKS)
DOCS = Rate(20, 40, DESKS)
# Somebody mends a setting and looks whether it works: each asks the platforms a dozen things at once.
PLATFORM_CHECKS = Rate(1, 10, DESKS)
# What is no route: a browser's question whether it may call, which it keeps; a page that is not there.
OTHERS = Rate(1, 50, DESKS)
# A callback takes about 30 ms, a notice the same: 100 at a time are more than these rates need.
CALLBACKS = Rate(1_000, 1_000)
NOTICES = Rate(500, 500)
# WeCom verifies an address when somebody saves it.
VERIFICATIONS = Rate(20, 20)


def usual(method: str, path: str, allow: Right) -> Rate:
    """The rate of a door that names none. Raises ValueError for a public one, which has to."""
    if allow == PUBLIC:
        raise ValueError(f"{method} {path} is public, so it says how many requests a second it takes (rate=)")
    if allow == MEMBER:
        return MEMBER_ACTS
    if path.startswith("/staff/"):
        return STAFF_ACTS
    return READS if method == "GET" else WRITES


def fit(doors: Iterable[Rate]) -> dict[Part, float]:
    """How much of its kind's rate each door of a part has: 1.0 while they fit into it."""
    wanted: dict[Part, float] = {}
    for rate in doors:
        if rate.part:
            wanted[rate.part] = wanted.get(rate.part, 0) + rate.a_second
    return {part: min(1.0, part.a_second / taken) for part, taken in wanted.items()}


def fitted(rate: Rate, fits: dict[Part, float]) -> Rate:
    """The rate that a door has beside the others of its part."""
    of = fits.get(rate.part, 1.0) if rate.part else 1.0
    return rate if of == 1.0 else msgspec.structs.replace(rate, a_second=math.floor(rate.a_second * of * 10) / 10)
