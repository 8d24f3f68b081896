"""The wizard at a corp that is there, and where somebody else writes meanwhile: nothing is lost or taken as tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from chalicelib.setup import asking
from chalicelib.setup.states import Check
from infra import provision
from infra.settings import CorpSettings
from tests.setup.desk import Browser, browsing
from tests.setup.test_onboard import APP, CALLBACK, COMPANY, FILE, HUSHED, SETTINGS, filled, is_hushed, written
from tests.support.stack import Stack
from tests.support.wecom import CORPS

RIVAL = CORPS["rival"].settings()


@pytest.fixture
def browser(stack: Stack) -> Iterator[Browser]:
    """At a corp that is there: chosen from the list, with nothing filled in."""
    with browsing(stack) as first:
        filled(first)
        first.send("/write", sure="yes")
        assert "brand" in first.cloud.corps()
        with browsing(stack) as second:
            second.cloud.vault = first.cloud.vault
            second.open()
            second.send("/choose", key="brand")
            yield second


@pytest.fixture
def new(stack: Stack) -> Iterator[Browser]:
    with browsing(stack) as browser:
        yield browser


def elsewhere(browser: Browser, **changed: Any) -> None:
    """What somebody else writes meanwhile."""
    corp = msgspec.structs.replace(written(browser), **changed)
    provision.write(browser.cloud.vault, browser.cloud.where, {"brand": corp})


def begun(browser: Browser, **company: str) -> None:
    """A new corp with all that it needs but its company's page, which is given."""
    browser.open()
    browser.send("/choose", new="brand")
    browser.send("/company", **COMPANY)
    browser.send("/app", **APP)
    browser.send("/callback", **CALLBACK)
    browser.send("/company", **company)


def test_another_corp_id_of_a_corp_that_is_there_is_tried(browser: Browser) -> None:
    """It was written without a word, since no page of that id tries anything."""
    browser.send("/company", corp_id="wwTYPO00000000")
    review = browser.get("/review")
    assert "企业微信不认识这个企业 ID" in review.text and 'href="/company">企业</a></li>' in review.text
    answer = browser.send("/write", sure="yes", other="yes")
    assert answer.status == 422 and written(browser).corp_id == SETTINGS["corp_id"]


def test_another_corp_is_always_asked_about(browser: Browser) -> None:
    """Even where every key of it works: what is there belongs to the former."""
    browser.send("/company", corp_id=RIVAL["corp_id"])
    browser.send("/app", agent_secret=RIVAL["agent_secret"], owners="zhangwei")
    browser.send("/contacts", contacts_secret=RIVAL["contacts_secret"])
    assert "那是另一家企业" in browser.get("/review").text
    said = {"sure": "yes", "owners": "yes"}
    assert browser.send("/write", **said).status == 422
    assert written(browser).corp_id == SETTINGS["corp_id"]
    browser.send("/write", **said, other="yes")
    assert written(browser).corp_id == RIVAL["corp_id"]


def test_a_key_that_hangs_on_what_changed_is_tried_again(browser: Browser) -> None:
    """The directory's secret, which was not touched, is of the former corp."""
    browser.send("/company", corp_id=RIVAL["corp_id"])
    browser.send("/app", agent_secret=RIVAL["agent_secret"])
    assert 'href="/contacts">通讯录同步</a></li>' in browser.get("/review").text
    assert browser.send("/write", sure="yes", owners="yes", other="yes").status == 422


def test_what_was_tried_with_another_value_is_not_tried(new: Browser) -> None:
    """A green line of the former corp id stood above another, and it was written."""
    begun(new, corp_id="wwTYPO00000000")
    assert "企业微信认可企业 ID 与应用 Secret" not in new.get("/company").text
    assert "企业微信不认识这个企业 ID" in new.get("/review").text
    assert new.send("/write", sure="yes").status == 422
    assert not new.cloud.vault.held
    new.send("/company", **COMPANY)
    assert "企业微信认可企业 ID 与应用 Secret" in new.get("/review").text


def test_what_somebody_else_changed_meanwhile_stays(browser: Browser) -> None:
    """Only what was filled in is put onto what is there by then."""
    elsewhere(browser, agent_id="1000009", mini_link="https://x.example/{team}")
    browser.send("/company", name="溪雨茶")
    browser.send("/write", sure="yes")
    after = written(browser)
    assert (after.name, after.agent_id, after.mini_link) == ("溪雨茶", "1000009", "https://x.example/{team}")


def test_what_two_changed_is_asked_about_each_time(browser: Browser) -> None:
    """It says which field; a yes is to what was shown, not to what came after it."""
    browser.send("/company", name="溪雨茶")
    elsewhere(browser, name="溪雨")
    answer = browser.send("/write", sure="yes")
    assert answer.status == 422 and "别人改过：品牌名称" in answer.text
    assert written(browser).name == "溪雨"
    elsewhere(browser, name="溪雨茶馆")
    assert browser.send("/write", sure="yes", over="yes").status == 422
    assert written(browser).name == "溪雨茶馆"
    browser.send("/write", sure="yes", over="yes")
    assert written(browser).name == "溪雨茶"


def test_what_is_written_in_the_very_moment_is_not_overwritten(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and the writing: it is looked at once more, and asked about."""
    browser.send("/company", name="溪雨茶")
    real = browser.cloud.write

    def late(key: str, to: Any) -> None:
        monkeypatch.setattr(browser.cloud, "write", real)
        elsewhere(browser, name="溪雨")
        real(key, to)

    monkeypatch.setattr(browser.cloud, "write", late)
    answer = browser.send("/write", sure="yes")
    assert answer.status == 422 and "别人改过" in answer.text
    assert written(browser).name == "溪雨"


def test_of_two_wizards_at_one_new_key_the_second_is_told(new: Browser, stack: Stack) -> None:
    """What the first wrote stays."""
    filled(new)
    with browsing(stack) as second:
        second.cloud.vault = new.cloud.vault
        filled(second)
        new.send("/write", sure="yes")
        assert second.send("/write", sure="yes").status == 422, "even where both filled in the same"
        second.send("/callback", callback_token="Another1")
        answer = second.send("/write", sure="yes", over="yes")
        assert answer.status == 422 and "刚刚已被别人接入" in answer.text
        assert written(second).callback_token == CALLBACK["callback_token"]


def test_a_corp_that_is_there_is_chosen_from_the_list(browser: Browser) -> None:
    """Typed as a new one it was replaced without being asked about."""
    for given, words in (
        ({"new": "brand"}, "从上面的列表里选"),
        ({"new": "brand2", "key": "brand"}, "既选了列表里的"),
        ({"key": "nobody"}, "列表里没有"),
    ):
        answer = browser.send("/choose", **given)
        assert answer.status == 422 and words in answer.text and 'aria-describedby="new-wrong"' in answer.text


def test_a_corp_id_that_another_key_has_is_refused(browser: Browser) -> None:
    """One corp under two keys: events and customers would come to one of them."""
    browser.send("/choose", new="brand2")
    answer = browser.send("/company", **COMPANY)
    assert answer.status == 422 and "brand 已经用着这个企业 ID" in answer.text
    assert 'aria-describedby="corp_id-said"' in answer.text


def test_a_key_that_was_mistyped_can_be_chosen_anew(new: Browser) -> None:
    """Until it is written; what was filled in for the other is forgotten."""
    new.open()
    new.send("/choose", new="brnad")
    assert 'href="/choose"' in new.send("/company", **COMPANY).text
    assert "重新选会丢掉" in new.get("/choose").text
    new.send("/choose", new="brand")
    assert new.wizard.desk.key == "brand" and "已填写" not in new.get("/company").text


def test_a_value_that_was_refused_does_not_become_the_former(browser: Browser) -> None:
    """Pressing on wrote the old one, and said that all was well; a page can be emptied to keep it."""
    assert browser.send("/app", agent_secret="not-the-secret").status == 422
    assert browser.send("/app").status == 422, "the second press says the same"
    assert "不会自动用回原来的" in browser.get("/app").text
    assert browser.send("/callback", callback_token="has a blank").status == 422
    review = browser.get("/review").text
    assert 'href="/app">自建应用</a></li>' in review and 'href="/callback">接收事件</a></li>' in review
    assert browser.send("/write", sure="yes").status == 422
    browser.send("/app", clear="yes")
    browser.send("/callback", clear="yes")
    assert "还差" not in browser.get("/review").text


def test_a_writing_that_breaks_off_says_what_is_written_and_is_completed(
    new: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All five or it is said; what was filled in is kept until then."""
    filled(new)
    vault, put = new.cloud.vault, new.cloud.vault.put_secret_value

    def throttled(SecretId: str, SecretString: str) -> None:  # noqa: N803  as boto3 calls it
        if len(vault.held) == 3:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "PutSecretValue")
        put(SecretId=SecretId, SecretString=SecretString)

    monkeypatch.setattr(vault, "put_secret_value", throttled)
    answer = new.send("/write", sure="yes")
    assert answer.status == 502 and "ThrottlingException" in answer.text
    assert "已写入：sessions、verify、platforms。还没有：payments、index" in answer.text
    monkeypatch.setattr(vault, "put_secret_value", put)
    assert "/wecom/callback/brand" in new.send("/write", sure="yes").text
    assert len(vault.held) == 5 and "brand" in vault.held["index"]
    assert is_hushed(new, *(value for value in HUSHED if value != "1000002"))


def test_a_file_that_proves_the_domain_can_be_taken_away(browser: Browser) -> None:
    """The others stay."""
    elsewhere(browser, domain_files={FILE["file_name"]: "x", "MP_verify_Z9.txt": "y"})
    browser.send("/choose", key="brand")
    assert "去掉 MP_verify_Z9.txt" in browser.get("/domain").text
    assert "MP_verify_Z9.txt" not in browser.send("/domain", drop="MP_verify_Z9.txt").text
    browser.send("/write", sure="yes")
    assert written(browser).domain_files == {FILE["file_name"]: "x"}


def test_all_that_a_check_is_made_with_makes_it_run_again(browser: Browser) -> None:
    """What asks the platforms with a setting is asked again when that changes."""
    from infra.onboarding.steps import MADE_WITH

    assert set(MADE_WITH) == set(asking.ASKS)
    known = {name for names in MADE_WITH.values() for name in names}
    assert known <= set(CorpSettings.__struct_fields__)
    assert {"corp_id", "agent_secret", "agent_id"} <= set(MADE_WITH[Check.RANGE])
