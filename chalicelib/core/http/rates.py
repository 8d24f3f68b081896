"""How many requests a second each door takes: of the whole world at API Gateway, of one corp in an instance.

Every method has a throttle of its own (infra/throttles.py writes them into the template), so a rush at one door takes
nothing from another, and together they stay below what API Gateway gives an account: a flood at all of them at once
leaves the platforms' doors what is theirs. What each is derived from stands in docs/adr/0049.
"""

from __future__ import annotations

import msgspec

from chalicelib.core.http.rights import MEMBER, PUBLIC, Right


class Rate(msgspec.Struct, frozen=True):
    """Requests a second in the long run, and at most at once."""

    a_second: int
    burst: int


# What API Gateway gives an account in a region, all its APIs together (docs.aws.amazon.com, quotas of API Gateway).
ACCOUNT = Rate(10_000, 5_000)
# Somebody looks at a page: 2 ms of CPU and at most 1 WU (benchmarks/results.md), so ten instances serve them all.
SCANS = Rate(1_000, 1_000)
TEAM_PAGES = Rate(500, 500)
# Above the 300 a second of the flood that we try: it is refused in under a millisecond, and nobody waits behind it.
SIGN_IN = Rate(320, 400)
# A page whose customer was not signed in yet: they go there and come back, once in twelve hours.
PAGE_SIGN_IN = Rate(40, 200)
# A coupon's page: what a post's readers open, of whom each looks once.
COUPON_PAGES = Rate(300, 500)
# What a campaign's first minute brings: a claim takes 4 WU and 3 ms.
RUSH = Rate(400, 800)
MEMBER_ACTS = Rate(40, 200)
# What a mini-program does in the background, once an hour at most.
SELDOM = Rate(20, 100)
# The tills of a chain at noon.
STAFF_ACTS = Rate(60, 150)
# People at desks: what a page asks at once, and seldom anything in the long run. They are the most doors by far, and
# grow with the rooms.
READS = Rate(10, 100)
WRITES = Rate(4, 50)
DOCS = Rate(20, 40)
# Somebody mends a setting and looks whether it works: each asks the platforms a dozen things at once.
PLATFORM_CHECKS = Rate(1, 10)
# What is no route: a browser's question whether it may call, which it keeps; a page that is not there.
OTHERS = Rate(1, 50)
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
