"""Notifications: sealed, signed, retried, bent (docs/platform I6)."""

from __future__ import annotations

import pytest

from local.clock import Clock
from local.servers.testing import Data
from local.wechatpay import Sandbox, running
from local.wechatpay.deliveries import GAPS
from local.wechatpay.testing import MCHID, Client, Receiver, merchant_setup, receiving


@pytest.fixture
def ordered(client: Client, receiver: Receiver) -> Client:
    """ORDER0001 waits for payment and will be told to the receiver."""
    client.prepay(notify_url=receiver.url)
    return client


def test_a_payment_is_told_in_the_platforms_shape(
    ordered: Client, receiver: Receiver, sandbox: Sandbox, platform: Data
) -> None:
    """The resource in plain is what the query answers, and a 204 is enough."""
    ordered.pay()
    sandbox.deliver_all()
    notice = receiver.open(platform)
    assert (notice["event_type"], notice["resource_type"]) == ("TRANSACTION.SUCCESS", "encrypt-resource")
    assert (notice["resource"]["original_type"], notice["resource"]["algorithm"]) == ("transaction", "AEAD_AES_256_GCM")
    assert notice["plain"] == ordered.query().data
    sandbox.clock.advance(86400)
    sandbox.deliver_all()
    assert len(receiver.posts) == 1


def test_refunds_are_told_to_their_own_address(
    paid: Client, receiver: Receiver, sandbox: Sandbox, platform: Data
) -> None:
    """Each of the three ends is told with its status; without an address the merchant's default is taken."""
    paid.control("PUT", f"/merchants/{MCHID}", merchant_setup(notify_url=receiver.url))
    for number, move in (("R1", "succeed"), ("R2", "abnormal"), ("R3", "close")):
        paid.refund(number, 10)
        paid.control("POST", f"/refunds/{number}/{move}")
        sandbox.deliver_all()
    notices = [receiver.open(platform, number) for number in range(3)]
    assert [notice["event_type"] for notice in notices] == ["REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED"]
    assert [notice["plain"]["refund_status"] for notice in notices] == ["SUCCESS", "ABNORMAL", "CLOSED"]
    assert notices[0]["plain"]["amount"] == {"total": 100, "refund": 10, "payer_total": 100, "payer_refund": 10}


def test_refusals_are_retried_by_the_documented_gaps(ordered: Client, receiver: Receiver, sandbox: Sandbox) -> None:
    """16 attempts over 24 h 4 min, none a second early, then never again; the id stays, the cipher changes."""
    receiver.statuses = [500] * 20
    ordered.pay()
    sandbox.deliver_all()
    for number, gap in enumerate(GAPS, 1):
        sandbox.clock.advance(gap - 1)
        sandbox.deliver_all()
        assert len(receiver.posts) == number
        sandbox.clock.advance(1)
        sandbox.deliver_all()
        assert len(receiver.posts) == number + 1
    assert sum(GAPS) == 24 * 3600 + 4 * 60
    sandbox.clock.advance(7 * 86400)
    sandbox.deliver_all()
    assert len(receiver.posts) == 16
    assert len({post.data["id"] for post in receiver.posts}) == 1
    assert len({post.data["resource"]["ciphertext"] for post in receiver.posts}) == 16
    [notice] = ordered.control("GET", "/notifications")["notifications"]
    assert notice["state"] == "given up"


@pytest.mark.parametrize(("status", "posts"), [(200, 1), (204, 1), (201, 2), (302, 2), (404, 2)])
def test_only_200_and_204_accept(
    ordered: Client, receiver: Receiver, sandbox: Sandbox, status: int, posts: int
) -> None:
    """The HTTP status alone decides, whatever the body says."""
    receiver.statuses = [status]
    receiver.body = b"" if status == 204 else b'{"code":"FAIL"}'
    ordered.pay()
    sandbox.deliver_all()
    receiver.body = b""
    sandbox.clock.advance(15)
    sandbox.deliver_all()
    assert len(receiver.posts) == posts


def test_an_answer_that_comes_too_late_counts_as_none(clock: Clock) -> None:
    """After the time limit the attempt failed and is retried."""
    with running(clock=clock, notify_timeout=0.05) as sandbox, receiving() as receiver:
        client = Client(sandbox.url, clock)
        client.control("PUT", f"/merchants/{MCHID}", merchant_setup())
        client.prepay(notify_url=receiver.url)
        receiver.free.clear()
        client.pay()
        sandbox.deliver_all()
        [notice] = client.control("GET", "/notifications")["notifications"]
        assert (notice["state"], notice["attempts"][0]["error"]) == ("waiting", "timeout")
        receiver.free.set()


def test_a_lost_notification_never_comes(ordered: Client, receiver: Receiver, sandbox: Sandbox) -> None:
    """Delivery is not guaranteed: only the query tells."""
    ordered.control("POST", "/faults", {"kind": "drop_notification", "event": "TRANSACTION.SUCCESS"})
    ordered.pay()
    sandbox.clock.advance(7 * 86400)
    sandbox.deliver_all()
    assert receiver.posts == []
    assert ordered.query().data["trade_state"] == "SUCCESS"


def test_a_first_delivery_may_come_twice(ordered: Client, receiver: Receiver, sandbox: Sandbox) -> None:
    """By fault as often as said, by the merchant's setting twice, each time with the same id."""
    ordered.control("POST", "/faults", {"kind": "duplicate", "n": 3})
    ordered.pay()
    sandbox.deliver_all()
    assert [post.data["id"] for post in receiver.posts] == [receiver.posts[0].data["id"]] * 3
    ordered.control("PUT", f"/merchants/{MCHID}", merchant_setup(duplicate_first=True))
    ordered.prepay("ORDER0002", notify_url=receiver.url)
    ordered.pay("ORDER0002")
    sandbox.deliver_all()
    assert len(receiver.posts) == 5


def test_a_late_notification_that_comes_twice_is_late_both_times(
    ordered: Client, receiver: Receiver, sandbox: Sandbox
) -> None:
    """A copy waits as long as the first, or a merchant who gets each twice would never meet a late one."""
    ordered.control("PUT", f"/merchants/{MCHID}", merchant_setup(duplicate_first=True))
    ordered.control("POST", "/faults", {"kind": "delay", "seconds": 90})
    ordered.pay()
    sandbox.deliver_all()
    assert receiver.posts == []
    sandbox.clock.advance(90)
    sandbox.deliver_all()
    assert len(receiver.posts) == 2


def test_a_notification_may_be_late(ordered: Client, receiver: Receiver, sandbox: Sandbox) -> None:
    """It waits for the shared clock."""
    ordered.control("POST", "/faults", {"kind": "delay", "seconds": 90})
    ordered.pay()
    sandbox.clock.advance(89)
    sandbox.deliver_all()
    assert receiver.posts == []
    sandbox.clock.advance(1)
    sandbox.deliver_all()
    assert len(receiver.posts) == 1


def test_a_forged_attempt_is_followed_by_an_honest_one(
    ordered: Client, receiver: Receiver, sandbox: Sandbox, platform: Data
) -> None:
    """The bad signature looks as the platform's own probes do; a receiver that refuses gets the truth."""
    ordered.control("POST", "/faults", {"kind": "bad_signature"})
    receiver.statuses = [401]
    ordered.pay()
    sandbox.deliver_all()
    with pytest.raises(ValueError, match="bad signature"):
        receiver.open(platform, 0)
    assert receiver.posts[0].headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/")
    sandbox.clock.advance(15)
    sandbox.deliver_all()
    assert receiver.open(platform, 1)["plain"]["trade_state"] == "SUCCESS"


def test_a_wrong_amount_is_well_signed(ordered: Client, receiver: Receiver, sandbox: Sandbox, platform: Data) -> None:
    """The notification lies, the query does not."""
    ordered.control("POST", "/faults", {"kind": "wrong_amount", "amount": -99})
    ordered.pay()
    sandbox.deliver_all()
    assert receiver.open(platform)["plain"]["amount"]["total"] == 1
    assert ordered.query().data["amount"]["total"] == 100


def test_nulls_stand_where_nothing_needs_to(
    ordered: Client, receiver: Receiver, sandbox: Sandbox, platform: Data
) -> None:
    """What may be left out is there and null; what must be said is said."""
    ordered.control("POST", "/faults", {"kind": "nulls"})
    ordered.pay()
    sandbox.deliver_all()
    plain = receiver.open(platform)["plain"]
    assert (plain["amount"]["currency"], plain["attach"]) == (None, None)
    assert (plain["amount"]["total"], plain["trade_state"]) == (100, "SUCCESS")


def test_anything_else_can_be_told(ordered: Client, receiver: Receiver, sandbox: Sandbox, platform: Data) -> None:
    """A complaint, sealed and signed as a payment is."""
    body = {"mchid": MCHID, "event": "COMPLAINT.CREATE", "url": receiver.url, "plain": {"complaint_id": "2000"}}
    ordered.control("POST", "/notifications", body)
    sandbox.deliver_all()
    told = receiver.open(platform)
    assert told["plain"] == {"complaint_id": "2000"}


def test_a_refund_of_the_console_is_done_and_told_where_the_payment_is(
    ordered: Client, receiver: Receiver, sandbox: Sandbox, platform: Data
) -> None:
    """Under a number of the console's own; what does not fit is refused as a refund by API is."""
    ordered.pay()
    sandbox.deliver_all()
    ordered.control("POST", "/payments/ORDER0001/refunds", {"amount": 60})
    sandbox.deliver_all()
    plain = receiver.open(platform)["plain"]
    assert (plain["refund_status"], plain["amount"]["refund"]) == ("SUCCESS", 60)
    assert plain["out_refund_no"].startswith("console-")
    assert ordered.refund("R1", 41).verdict == (400, "INVALID_REQUEST")
    assert ordered.refund("R1", 40).status == 200


def test_a_merchants_notify_url_may_be_plain_http_on_this_machine(
    paid: Client, receiver: Receiver, sandbox: Sandbox
) -> None:
    """localhost as well as 127.0.0.1; any other plain HTTP, and parameters, are refused at set-up."""
    here = receiver.url.replace("127.0.0.1", "localhost")
    paid.control("PUT", f"/merchants/{MCHID}", merchant_setup(notify_url=here))
    paid.refund()
    paid.control("POST", "/refunds/REFUND01/succeed")
    sandbox.deliver_all()
    assert len(receiver.posts) == 1
    for wrong in ("http://example.com/n", f"{here}?a=1", "nonsense"):
        with pytest.raises(AssertionError, match="400"):
            paid.control("PUT", f"/merchants/{MCHID}", merchant_setup(notify_url=wrong))
