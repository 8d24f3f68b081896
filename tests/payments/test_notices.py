"""A notice is proved and kept before its answer; it books what was asked for, once, when WeChat Pay said it."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from requests.adapters import HTTPAdapter

from chalicelib import clock
from chalicelib.core import config, instance
from chalicelib.core.errors import OutcomeUnknown
from chalicelib.core.moments import iso
from chalicelib.core.money import Fen
from chalicelib.core.storage import inbox
from chalicelib.payments import service, store
from chalicelib.payments.errands import QueryPayment
from chalicelib.payments.facts import PaymentMismatched, PaymentReceived
from chalicelib.payments.shapes import Notice
from chalicelib.platforms.wechatpay import notices
from local.wechatpay import crypto
from tests.payments.till import MINUTE, NUMBER, Till
from tests.support.pay import apiv3_key

FAIL = "FAIL"
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "events" / "wechatpay").glob("*.json"))


def test_a_notice_books_the_payment_and_tells_it(till: Till) -> None:
    """204, then the row says paid with WeChat Pay's number and time, and the timeline has payment.received."""
    till.paid()
    booked, there = till.payment(), till.pay.payment(NUMBER)
    assert till.pay.deliveries() == [204]
    assert (booked.state, booked.transaction_id) == ("paid", there["transaction_id"])
    assert till.facts(PaymentReceived) == [
        PaymentReceived(
            order=NUMBER,
            member=till.member,
            amount=Fen(1000),
            transaction_id=there["transaction_id"],
            paid_at=till.stack.ctx().at,
        )
    ]


def test_a_notice_is_kept_and_queued_before_its_answer_and_booked_after_it(till: Till) -> None:
    """The door writes one row, sealed as it came, and asks for one thing to be done; the payment waits for that."""
    till.prepay()
    headers, body = till.sealed(till.plain())
    assert till.knock(headers, body).status == 204
    [row] = till.kept()
    assert (row["sealed"]["B"], row["source"]["S"], "done_at" in row) == (body, "notice", False)
    assert (till.stack.queues.size(), till.payment().state) == (1, "asked")
    till.stack.drain()
    assert till.payment().state == "paid"
    assert "done_at" in till.kept()[0]


def test_a_notice_is_kept_by_its_id(till: Till) -> None:
    """Delivered again, anew signed and anew sealed, it is the same: while it waits it is queued once more, then not."""
    till.prepay()
    for queued in (1, 2):
        assert till.knock(*till.sealed(till.plain(), notice_id="same")).status == 204
        assert (len(till.kept()), till.stack.queues.size()) == (1, queued)
    till.stack.drain()
    assert till.knock(*till.sealed(till.plain(), notice_id="same")).status == 204
    assert (len(till.kept()), till.stack.queues.size()) == (1, 0)


def test_a_notice_that_its_queue_did_not_take_is_told_again_and_found_by_the_next_tick(till: Till) -> None:
    """Kept and not queued it is answered 5xx; should WeChat Pay give up, the minute's tick queues it."""
    till.prepay()
    till.stack.queues.failing = True
    assert till.knock(*till.sealed(till.plain())).status >= 500
    till.stack.queues.failing = False
    till.minutes(1)
    assert till.payment().state == "paid"


def test_a_notice_that_its_queue_lost_is_queued_again_by_a_tick(till: Till) -> None:
    """Unfinished notices stand in the index of unfinished callbacks."""
    till.prepay(expires_at=iso(till.stack.clock.now() + timedelta(hours=2)))
    assert till.knock(*till.sealed(till.plain())).status == 204
    till.stack.queues.waiting.clear()
    till.stack.clock.advance((clock.CALLBACK_TRIED_FOR + MINUTE).total_seconds())
    clock.tick("tick")
    till.stack.drain.callbacks()
    assert till.payment().state == "paid"


def test_the_answer_is_empty_and_no_problem_document(till: Till) -> None:
    """What WeChat Pay gets is a bare 204; a refusal is its own {code: FAIL, message}."""
    till.prepay()
    headers, body = till.sealed(till.plain())
    answer = till.notify(headers, body)
    assert (answer.status, answer.body) == (204, b"")
    refused = till.notify({**headers, "Wechatpay-Nonce": "other"}, body)
    assert (refused.status, refused.code) == (403, FAIL)
    assert set(refused.json()) == {"code", "message"}


def test_a_notice_that_comes_three_times_at_once_is_booked_once(till: Till) -> None:
    """Each delivery is answered 204; one fact is told."""
    till.pay.fault("duplicate", n=3)
    till.paid()
    assert till.pay.deliveries() == [204, 204, 204]
    assert len(till.facts(PaymentReceived)) == 1


@pytest.mark.parametrize("notice_first", [True, False])
def test_notice_and_look_up_book_it_once_in_either_order(till: Till, notice_first: bool) -> None:
    """Whichever comes second finds it done."""
    till.prepay()
    if not notice_first:
        till.pay.fault("delay", seconds=60)
    till.pay.pay(NUMBER)
    till.stack.work_off()
    service.query_payment(till.stack.ctx(), QueryPayment(number=NUMBER))
    booked = till.payment()
    till.stack.clock.advance(60)
    till.stack.work_off()
    assert till.pay.deliveries() == [204]
    assert till.payment() == booked
    assert len(till.facts(PaymentReceived)) == 1


def test_a_forged_notice_is_refused_and_its_honest_retry_is_booked(till: Till) -> None:
    """A probe with a wrong signature changes nothing; 15 s later the true one comes."""
    till.pay.fault("bad_signature")
    till.prepay()
    till.pay.pay(NUMBER)
    till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([403], "asked")
    till.stack.clock.advance(15)
    till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([403, 204], "paid")


def test_only_wechat_pays_own_key_signs_notices(till: Till) -> None:
    """Signed with another key, or for another body, or with a part missing: refused, and the payment stays."""
    till.prepay()
    headers, body = till.sealed(till.plain(), key=crypto.key_pair()[0])
    assert till.notify(headers, body).status == 403
    headers, body = till.sealed(till.plain())
    assert till.notify(headers, body + " ").status == 403
    for name in headers:
        assert till.notify({**headers, name: ""}, body).status == 403, name
    assert till.notify({}, body).status == 403
    assert till.notify({**headers, "Wechatpay-Signature": "签名"}, body).status == 403
    assert till.notify({**headers, "Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"}, body).status == 403
    assert till.payment().state == "asked"
    assert till.kept() == []
    assert till.notify(headers, body).status == 204


def test_an_old_notice_is_refused(till: Till) -> None:
    """More than 5 minutes from our time, a notice is refused though its signature holds: somebody replays it."""
    till.prepay()
    for age, status in ((301, 403), (-301, 403), (300, 204), (-300, 204)):
        assert till.notify(*till.sealed(till.plain(), age=age)).status == status, age


def test_a_flood_under_unknown_certificates_costs_nothing(till: Till) -> None:
    """Whoever does not know the APIv3 key is refused: nothing is kept, queued, or asked of WeChat Pay."""
    till.prepay()
    instance.forget()
    for serial in ("AB12", "AB13", "PUB_KEY_ID_0999", "not hexadecimal"):
        assert till.knock(*till.sealed(till.plain(), serial=serial, apiv3="f" * 32)).status == 403
    assert (till.kept(), till.stack.queues.size(), till.pay.calls("certificates")) == ([], 0, [])
    for serial in ("PUB_KEY_ID_0999", "not hexadecimal", ""):
        assert till.knock(*till.sealed(till.plain(), serial=serial or " ")).status == 403


def test_a_notice_under_a_certificate_is_not_believed_but_looked_up(till: Till) -> None:
    """It cannot be proved here, so it books nothing by itself: WeChat Pay is asked, and its answer counts."""
    till.prepay()
    assert till.notify(*till.sealed(till.plain(), serial="AB12")).status == 204
    assert (till.payment().state, len(till.pay.calls("query"))) == ("asked", 1)
    till.pay.fault("drop_notification", times=None)
    till.pay.pay(NUMBER)
    wrong = till.plain(amount={"total": 1, "currency": "CNY"})
    assert till.notify(*till.sealed(wrong, serial="AB12")).status == 204
    assert (till.payment().state, till.payment().trouble) == ("paid", [])


def test_the_same_hint_told_many_times_is_looked_up_once(till: Till) -> None:
    """Whoever replays one with another id, nonce and time costs one look-up; WeChat Pay's probes are refused."""
    till.prepay()
    headers, body = till.sealed(till.plain(), serial="AB12")
    for name in ("n1", "n2", "n3"):
        assert till.notify(headers, json.dumps({**json.loads(body), "id": name})).status == 204
    assert len(till.pay.calls("query")) == 1
    probe = {**headers, "Wechatpay-Signature": f"WECHATPAY/SIGNTEST/{headers['Wechatpay-Signature']}"}
    assert till.notify(probe, till.sealed(till.plain(), serial="AB12")[1]).status == 403


def test_a_hint_does_not_stand_in_the_way_of_a_notice(till: Till) -> None:
    """One of the same id that was not proved came first: the proved one is kept beside it, and books."""
    till.prepay()
    assert till.notify(*till.sealed(till.plain(), serial="AB12", notice_id="same")).status == 204
    assert till.notify(*till.sealed(till.plain(), notice_id="same")).status == 204
    assert till.payment().state == "paid"


def test_a_hint_of_a_payment_that_nobody_asked_for_rings(till: Till, counted: Counter[str]) -> None:
    """Our books may be behind there too; WeChat Pay is not asked about a number that we do not know."""
    till.knock(*till.sealed(till.plain("NOBODYASKED"), serial="AB12"))
    till.stack.drain.callbacks()
    assert (counted["PaymentsMismatched"], till.pay.calls("query")) == (1, [])


def test_a_notice_is_for_the_corp_it_names(till: Till) -> None:
    """At another corp's door it cannot be opened; at the door of nobody, or of a corp that takes no money, neither."""
    till.prepay()
    headers, body = till.sealed(till.plain())
    assert till.notify(headers, body, "rival").status == 403
    assert till.notify(headers, body, "nobody").status == 404
    assert till.notify(headers, body, "No%20Corp").status == 404
    till.stack.pay_with({"rival": till.pay.settings("rival")})
    assert till.notify(headers, body).status == 503
    assert till.payment().state == "asked"


def test_what_does_not_fit_is_a_problem_until_somebody_has_seen_to_it(till: Till) -> None:
    """They say what came of it, once; what is reported afterwards is a problem of its own."""
    till.prepay()
    till.notify(*till.sealed(till.plain(mchid="1900000002")))
    assert till.payment().problem is not None
    owner = till.stack.operator()
    path = f"/admin/v1/payments/{NUMBER}/acknowledgements"
    for _ in range(2):
        seen = owner.post(path, {"reason": "已在商户平台退款"})
        assert (seen.status, seen.json()["problem"], len(seen.json()["trouble"])) == (200, None, 1)
        (line,) = seen.json()["acknowledged"]
        assert line.endswith("zhangwei: 已在商户平台退款")
    till.notify(*till.sealed(till.plain(mchid="1900000003")))
    assert till.payment().problem is not None
    assert owner.post("/admin/v1/payments/NOTHING1/acknowledgements", {"reason": "x"}).code == "UnknownPayment"


def test_money_of_another_merchant_is_not_booked_through_our_key(till: Till) -> None:
    """Well signed and well sealed for us, but about the rival's merchant: a mismatch."""
    till.prepay()
    answer = till.notify(*till.sealed(till.plain(mchid="1900000002")))
    assert (answer.status, till.payment().state, len(till.payment().trouble)) == (204, "asked", 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": {"total": 999, "currency": "CNY"}}, "amount 999 is not 1000"),
        ({"amount": {"total": 1001, "currency": "CNY"}}, "amount 1001 is not 1000"),
        ({"amount": {"total": 1000, "currency": "USD"}}, "currency USD is not CNY"),
        ({"appid": "wxrival02"}, "appid wxrival02 is not wxdemo01"),
        ({"mchid": "1900000002"}, "mchid 1900000002 is not 1900000001"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_fit_is_kept_and_told_and_not_booked(
    till: Till, counted: Counter[str], changes: dict[str, Any], said: str
) -> None:
    """A line of trouble, payment.mismatched and an alarm, once for however many repeats; an honest one books.

    It is taken, for to hear it again from WeChat Pay would change nothing.
    """
    till.prepay()
    for _ in range(2):
        assert till.notify(*till.sealed(till.plain(**changes))).status == 204
    assert till.stack.queues.size() == 0
    found = till.payment()
    assert (found.state, len(found.trouble)) == ("asked", 1)
    assert said in found.trouble[0]
    assert found.trouble[0].startswith(till.stack.ctx().at)
    assert counted["PaymentsMismatched"] == 1
    assert [fact.order for fact in till.facts(PaymentMismatched)] == [NUMBER]
    assert till.notify(*till.sealed(till.plain())).status == 204
    assert till.payment().state == "paid"


def test_a_wrong_amount_on_the_wire_is_mended_by_the_look_up(till: Till) -> None:
    """The sandbox tells a fen too much: kept, not booked; asked within three minutes it tells the truth."""
    till.pay.fault("wrong_amount", amount=1)
    till.prepay()
    till.pay.pay(NUMBER)
    till.stack.work_off()
    assert (till.payment().state, len(till.payment().trouble)) == ("asked", 1)
    till.minutes(3, 1)
    assert till.pay.deliveries() == [204]
    assert (till.payment().state, len(till.payment().trouble)) == ("paid", 1)


def test_a_number_is_not_paid_twice(till: Till, counted: Counter[str]) -> None:
    """A second transaction for a paid number is trouble; the first one stays."""
    till.paid()
    first = till.payment().transaction_id
    assert till.notify(*till.sealed(till.plain())).status == 204
    assert till.payment().transaction_id == first
    assert "transaction_id" in till.payment().trouble[0]
    assert counted["PaymentsMismatched"] == 1
    assert len(till.facts(PaymentReceived)) == 1


def test_a_payment_nobody_asked_for_rings_and_is_tried_again(till: Till, counted: Counter[str]) -> None:
    """Our books may be behind: an unknown number rings, comes again, and is booked once the row is there."""
    assert till.knock(*till.sealed(till.plain())).status == 204
    till.stack.drain.callbacks()
    assert (counted["PaymentsMismatched"], till.stack.queues.size()) == (1, 1)
    till.prepay()
    till.stack.drain()
    assert till.payment().state == "paid"


def test_a_notice_of_a_payment_that_was_not_made_books_nothing(till: Till) -> None:
    """The state inside counts, not the name of the event."""
    till.prepay()
    for state in ("NOTPAY", "PAYERROR", "CLOSED"):
        assert till.notify(*till.sealed(till.plain(trade_state=state))).status == 204
        assert till.payment().state == "asked"
    assert {notice.outcome for notice in listed(till)} == {"other"}, "and none is called booked"


def test_what_a_notice_says_is_kept_where_no_book_says_it(till: Till) -> None:
    """Of a payment that does not fit, or that nobody asked for, the list shows what WeChat Pay told."""
    till.prepay()
    till.notify(*till.sealed(till.plain(amount={"total": 999, "currency": "CNY"})))
    headers, body = till.sealed(till.plain("NOBODYASKED", transaction_id="4200LONELY"))
    till.knock(headers, body)
    till.stack.drain.callbacks()
    till.stack.queues.waiting.clear()
    till.notify(*till.sealed(till.plain()))
    told = {notice.outcome.value: notice.plain for notice in listed(till)}
    assert '"total": 999' in told["kept"] and "4200LONELY" in told["unknown"] and told["booked"] == ""


def test_other_events_are_taken_and_nothing_follows(till: Till) -> None:
    """A true notice of a kind we have no use for is 204, or WeChat Pay would repeat it for a day."""
    till.prepay()
    assert till.notify(*till.sealed(till.plain(), "COUPON.USE")).status == 204
    assert till.payment().state == "asked"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_every_sample_notice_is_taken_and_opened_as_what_it_is(till: Till, path: Path) -> None:
    """events/wechatpay holds what is inside each kind of notice that something follows from."""
    event = path.stem.upper()
    headers, body = till.sealed(json.loads(path.read_text()), event)
    lower = {name.lower(): value for name, value in headers.items()}
    taken = notices.take(till.stack.ctx(), lower, body.encode())
    told = notices.opened(till.stack.ctx(), taken.sealed)
    assert (taken.event, taken.sealed.is_proved) == (event, True)
    report = told.payment if event.startswith("TRANSACTION") else told.refund
    assert report is not None
    assert (report.mchid, report.number, report.total) == ("1900000001", NUMBER, 1000)


@pytest.mark.parametrize("body", ["", "{}", "<xml/>", '{"id": "n1", "event_type": null}'])
def test_what_wechat_pay_signed_is_kept_whatever_it_is(till: Till, counted: Counter[str], body: str) -> None:
    """No envelope that is documented: taken, listed as not readable, and it rings; of anybody else it is refused."""
    headers, _ = till.sealed(till.plain())
    stamp, nonce = headers["Wechatpay-Timestamp"], headers["Wechatpay-Nonce"]
    signed = {"Wechatpay-Signature": crypto.sign(till.pay.platform.private_key, crypto.lines(stamp, nonce, body))}
    assert till.notify({**headers, **signed}, body).status == 204
    assert till.notify({**headers, "Wechatpay-Serial": "AB12"}, body).status == 403
    assert [(notice.outcome, notice.plain) for notice in listed(till)] == [("unreadable", body)]
    assert (counted["PaymentsMismatched"], till.stack.queues.dead) == (1, [])


def test_half_a_notice_is_kept_and_rings(till: Till, counted: Counter[str]) -> None:
    """Well signed but without what it takes to book it: taken, listed as not readable, and nothing is booked."""
    till.prepay()
    for missing in ("out_trade_no", "mchid", "transaction_id", "success_time"):
        plain = {name: value for name, value in till.plain().items() if name != missing}
        assert till.notify(*till.sealed(plain)).status == 204, missing
    assert (till.payment().state, counted["PaymentsMismatched"]) == ("asked", 4)
    assert {notice.outcome for notice in listed(till)} == {"unreadable"}


def listed(till: Till) -> list[Notice]:
    """The notices as operators see them, newest first."""
    answer = till.stack.operator().get("/admin/v1/payment-notices")
    return msgspec.convert(answer.json()["items"], list[Notice])


@pytest.mark.parametrize("name", ["currency", "payer_total", "payer_currency"])
def test_null_in_an_optional_amount_is_as_if_it_were_left_out(till: Till, name: str) -> None:
    """The provider says null for what it does not know: the payment is booked."""
    till.prepay()
    plain = till.plain()
    plain["amount"][name] = None
    assert till.notify(*till.sealed(plain)).status == 204
    assert till.payment().state == "paid"


@pytest.mark.parametrize(
    ("event", "plain"),
    [
        ("COMPLAINT.CREATE", {"complaint_id": "2000", "action_type": "CREATE_COMPLAINT"}),
        ("COUPON.USE", {"stock_id": "9865000", "coupon_id": "98674556"}),
        ("VIOLATION.PUNISH", {"record_id": "200201820200101080076610000", "punish_plan": "关闭支付权限"}),
        ("SOMETHING.NEW", [1, 2, 3]),
    ],
)
def test_a_notice_of_a_kind_that_nothing_follows_from_is_kept_and_listed(till: Till, event: str, plain: Any) -> None:
    """Before it is acknowledged it lies in the inbox by its id; then operators read what it says, once."""
    headers, body = till.sealed(plain, event)
    assert till.knock(headers, body).status == 204
    assert len(till.kept()) == 1
    till.stack.drain()
    assert till.notify(headers, body).status == 204
    (notice,) = listed(till)
    assert (notice.event, notice.outcome, notice.is_proved) == (event, "other", True)
    assert json.loads(notice.plain) == plain


def test_every_notice_is_listed_with_what_came_of_it(till: Till) -> None:
    """Newest first: one that was booked, one that does not fit, one of a payment that nobody asked for."""
    till.prepay()
    for changes in ({}, {"transaction_id": "another"}, {"out_trade_no": "NOBODYASKED"}):
        till.stack.clock.advance(1)
        till.knock(*till.sealed({**till.plain(), **changes}))
        till.stack.drain.callbacks()
    assert [(notice.number, notice.outcome) for notice in listed(till)] == [
        ("NOBODYASKED", "unknown"), (NUMBER, "kept"), (NUMBER, "booked")
    ]  # fmt: skip
    till.stack.queues.waiting.clear()


def test_the_door_does_not_mind_the_content_type(till: Till) -> None:
    """Any way of saying JSON is read."""
    till.prepay()
    for kind in ("application/json", "application/json; charset=utf-8", "text/plain"):
        assert till.notify(*till.sealed(till.plain()), kind=kind).status == 204, kind


def test_nothing_is_acknowledged_that_is_not_stored(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the inbox does not answer the door answers 5xx, and the notice comes again and is booked."""
    till.prepay()

    def silent(*_: Any) -> None:
        raise OutcomeUnknown()

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "accept_notice", silent)
        till.pay.pay(NUMBER)
        till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([503], "asked")
    till.stack.clock.advance(15)
    till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([503, 204], "paid")


def test_what_is_acknowledged_is_booked_though_the_table_is_silent_for_a_while(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeChat Pay has its 204; the queue tries until the payment is booked."""
    till.prepay()

    def silent(*_: Any) -> None:
        raise OutcomeUnknown()

    with monkeypatch.context() as patch:
        patch.setattr(store, "receive", silent)
        assert till.knock(*till.sealed(till.plain())).status == 204
        till.stack.drain.callbacks()
    assert (till.payment().state, till.stack.queues.size()) == ("asked", 1)
    till.stack.drain()
    assert till.payment().state == "paid"


def test_a_merchant_with_certificates_is_served_too(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a public key the library fetches WeChat Pay's certificates, and answers and notices verify with them.

    It does so before it can be told another address, so its requests are carried to the sandbox below it. What the
    notice tells is looked up.
    """
    till.pay.register("demo", verify_with="certificate")
    till.stack.pay_with({"demo": {**till.pay.settings("demo"), "public_key": "", "public_key_id": ""}})
    genuine = HTTPAdapter.send

    def carried(self: HTTPAdapter, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        assert request.url is not None
        request.url = request.url.replace(config.WECHATPAY_URL, till.pay.sandbox.url)
        return genuine(self, request, **kwargs)

    monkeypatch.setattr(HTTPAdapter, "send", carried)
    monkeypatch.setenv("SIYU_WECHATPAY_URL", config.WECHATPAY_URL)
    config.config.cache_clear()
    till.paid()
    assert till.payment().state == "paid"
    assert (len(till.pay.calls("certificates")), len(till.pay.calls("query"))) == (1, 1)


def test_a_notice_that_names_no_key_is_refused_where_there_is_none(till: Till) -> None:
    """A merchant with certificates has no public key: '' is not its serial number, and nobody made an error."""
    till.prepay()
    headers, body = till.sealed(till.plain())
    till.stack.pay_with({"demo": {**till.pay.settings("demo"), "public_key": "", "public_key_id": ""}})
    assert till.notify({**headers, "Wechatpay-Serial": ""}, body).status == 403


def test_keys_of_two_corps_do_not_open_each_others_notices(till: Till) -> None:
    """The APIv3 key is the corp's own: sealed with the rival's, a notice is refused."""
    till.prepay()
    assert till.notify(*till.sealed(till.plain(), apiv3=apiv3_key("rival"))).status == 403
