"""A notice books what was asked for, once, and only when WeChat Pay said it, in time and about this very payment."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from chalicelib.core import config, instance
from chalicelib.core.errors import OutcomeUnknown
from chalicelib.core.money import Fen
from chalicelib.payments import service, store
from chalicelib.payments.errands import QueryPayment
from chalicelib.payments.facts import PaymentMismatched, PaymentReceived
from local.wechatpay import crypto
from tests.payments.till import NUMBER, Till
from tests.support.pay import apiv3_key

FAIL = "FAIL"


def test_a_notice_books_the_payment_and_tells_it(till: Till) -> None:
    """204, the row says paid with WeChat Pay's number and time, and the member's timeline has payment.received."""
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
    assert till.notify({**headers, "Wechatpay-Signature-Type": "WECHATPAY2-SM2-WITH-SM3"}, body).status == 403
    assert till.payment().state == "asked"
    assert till.notify(headers, body).status == 204


def test_an_old_notice_is_refused(till: Till) -> None:
    """More than 5 minutes from our time, a notice is refused though its signature holds: somebody replays it."""
    till.prepay()
    for age, status in ((301, 403), (-301, 403), (300, 204), (-300, 204)):
        assert till.notify(*till.sealed(till.plain(), age=age)).status == status, age


def test_forged_serials_make_us_ask_for_certificates_once_a_minute(till: Till) -> None:
    """A flood of notices under unknown certificates costs WeChat Pay and us one look-up, not one each."""
    till.prepay()
    instance.forget()
    for serial in ("AB12", "AB13", "AB14", "PUB_KEY_ID_0999", "not hexadecimal"):
        assert till.notify(*till.sealed(till.plain(), serial=serial)).status == 403
    assert len(till.pay.calls("certificates")) == 1


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


def test_money_of_another_merchant_is_not_booked_through_our_key(till: Till) -> None:
    """Well signed and well sealed for us, but about the rival's merchant: a mismatch."""
    till.prepay()
    answer = till.notify(*till.sealed(till.plain(mchid="1900000002")))
    assert (answer.status, till.payment().state) == (409, "asked")


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
    """409, a line of trouble, payment.mismatched and an alarm, once for however many repeats; an honest one books."""
    till.prepay()
    for _ in range(2):
        assert till.notify(*till.sealed(till.plain(**changes))).status == 409
    found = till.payment()
    assert (found.state, len(found.trouble)) == ("asked", 1)
    assert said in found.trouble[0]
    assert found.trouble[0].startswith(till.stack.ctx().at)
    assert counted["PaymentsMismatched"] == 1
    assert [fact.order for fact in till.facts(PaymentMismatched)] == [NUMBER]
    assert till.notify(*till.sealed(till.plain())).status == 204
    assert till.payment().state == "paid"


def test_a_wrong_amount_on_the_wire_is_mended_by_the_retry(till: Till) -> None:
    """The sandbox tells a fen too much once, then the truth: refused, kept, then booked."""
    till.pay.fault("wrong_amount", amount=1)
    till.prepay()
    till.pay.pay(NUMBER)
    till.stack.work_off()
    till.stack.clock.advance(15)
    till.stack.work_off()
    assert till.pay.deliveries() == [409, 204]
    assert (till.payment().state, len(till.payment().trouble)) == ("paid", 1)


def test_a_number_is_not_paid_twice(till: Till, counted: Counter[str]) -> None:
    """A second transaction for a paid number is trouble; the first one stays."""
    till.paid()
    first = till.payment().transaction_id
    assert till.notify(*till.sealed(till.plain())).status == 409
    assert till.payment().transaction_id == first
    assert "transaction_id" in till.payment().trouble[0]
    assert counted["PaymentsMismatched"] == 1
    assert len(till.facts(PaymentReceived)) == 1


def test_a_payment_nobody_asked_for_rings(till: Till, counted: Counter[str]) -> None:
    """An unknown number is 404, so WeChat Pay tells it again, and an alarm rings: our books may be behind."""
    assert till.notify(*till.sealed(till.plain("NOBODYASKED"))).status == 404
    assert counted["PaymentsMismatched"] == 1


def test_a_notice_of_a_payment_that_was_not_made_books_nothing(till: Till) -> None:
    """The state inside counts, not the name of the event."""
    till.prepay()
    for state in ("NOTPAY", "PAYERROR", "CLOSED"):
        assert till.notify(*till.sealed(till.plain(trade_state=state))).status == 204
        assert till.payment().state == "asked"


def test_other_events_are_taken_and_nothing_follows(till: Till) -> None:
    """A true notice of a kind we have no use for is 204, or WeChat Pay would repeat it for a day."""
    till.prepay()
    assert till.notify(*till.sealed(till.plain(), "COUPON.USE")).status == 204
    assert till.payment().state == "asked"


def test_half_a_notice_is_refused(till: Till) -> None:
    """Well signed but without what it takes to book it: 400."""
    till.prepay()
    for missing in ("out_trade_no", "mchid", "transaction_id", "success_time"):
        plain = {name: value for name, value in till.plain().items() if name != missing}
        assert till.notify(*till.sealed(plain)).status == 400, missing
    assert till.payment().state == "asked"


def test_the_door_does_not_mind_the_content_type(till: Till) -> None:
    """Any way of saying JSON is read."""
    till.prepay()
    for kind in ("application/json", "application/json; charset=utf-8", "text/plain"):
        assert till.notify(*till.sealed(till.plain()), kind=kind).status == 204, kind


def test_nothing_is_acknowledged_that_is_not_stored(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database does not answer the door answers 5xx, and the notice comes again and is booked."""
    till.prepay()

    def silent(*_: Any) -> None:
        raise OutcomeUnknown()

    with monkeypatch.context() as patch:
        patch.setattr(store, "receive", silent)
        till.pay.pay(NUMBER)
        till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([503], "asked")
    till.stack.clock.advance(15)
    till.stack.work_off()
    assert (till.pay.deliveries(), till.payment().state) == ([503, 204], "paid")


def test_a_merchant_with_certificates_is_served_too(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a public key the library fetches WeChat Pay's certificates, and answers and notices verify with them.

    It does so before it can be told another address, so its requests are carried to the sandbox below it.
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
    assert len(till.pay.calls("certificates")) == 1


def test_keys_of_two_corps_do_not_open_each_others_notices(till: Till) -> None:
    """The APIv3 key is the corp's own: sealed with the rival's, a notice is refused."""
    till.prepay()
    assert till.notify(*till.sealed(till.plain(), apiv3=apiv3_key("rival"))).status == 403
