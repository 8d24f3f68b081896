"""wechatpy, an unmodified third-party SDK, takes the sandbox for WeCom.

Its token address is hard-coded, so its HTTP session gets an adapter that carries requests for
qyapi.weixin.qq.com to the sandbox; not a line of the SDK is changed.
"""

import io
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter

from local.wecom import Sandbox
from local.wecom.testing import CORP, KEY, PICTURE, SECRET, TOKEN, Client, Receiver

work = pytest.importorskip("wechatpy.work", reason="wechatpy 2.0 alpha is not installed")
crypto = pytest.importorskip("wechatpy.work.crypto")
exceptions = pytest.importorskip("wechatpy.exceptions")
xmltodict = pytest.importorskip("xmltodict")

PLATFORM = "https://qyapi.weixin.qq.com"


class ToSandbox(HTTPAdapter):
    """Sends requests for the platform to the sandbox."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        assert request.url is not None
        request.url = request.url.replace(PLATFORM, self.url)
        return super().send(request, *args, **kwargs)


@pytest.fixture
def wechat(sandbox: Sandbox, control: Client) -> Iterator[Any]:
    client = work.WeChatClient(CORP, SECRET, timeout=5)
    client._http.trust_env = False
    client._http.mount(PLATFORM, ToSandbox(sandbox.url))
    yield client
    client._http.close()


@pytest.fixture
def friend(wechat: Any, control: Client, sandbox: Sandbox) -> str:
    way = wechat.external_contact.add_contact_way(1, 2, user=["li"], state="from-sdk")
    added = control.control("POST", "/customers/fang/add", {"config_id": way["config_id"]})
    sandbox.deliver_all()
    return str(added["external_userid"])


def test_it_gets_a_token_and_uses_it(wechat: Any) -> None:
    """Its first call fetches a token of two hours and lists the staff."""
    assert wechat.fetch_access_token()["expires_in"] == 7200
    assert wechat.external_contact.get_follow_user_list()["follow_user"] == ["li", "wang"]


def test_it_heals_after_an_early_invalidation(wechat: Any, control: Client) -> None:
    """A token that died early is replaced by the SDK's own retry."""
    before = wechat.access_token
    control.control("POST", "/faults", {"kind": "invalidate_tokens"})
    assert wechat.external_contact.get_follow_user_list()["errcode"] == 0
    assert wechat.access_token != before


def test_it_runs_a_contact_way_through_its_life(wechat: Any) -> None:
    """Made, read, edited and deleted; what is gone is 41044."""
    api = wechat.external_contact
    way = api.add_contact_way(2, 2, remark="海报", user=["li", "wang"], state="p")
    read = api.get_contact_way(way["config_id"])["contact_way"]
    assert (read["user"], read["state"], read["qr_code"]) == (["li", "wang"], "p", way["qr_code"])
    api.update_contact_way(way["config_id"], remark="新海报", user=["wang"])
    read = api.get_contact_way(way["config_id"])["contact_way"]
    assert (read["remark"], read["user"]) == ("新海报", ["wang"])
    api.del_contact_way(way["config_id"])
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        api.get_contact_way(way["config_id"])
    assert refusal.value.errcode == 41044


def test_it_makes_edits_lists_and_deletes_tags(wechat: Any) -> None:
    """A tag is renamed and deleted, and the list shows both."""
    api = wechat.external_contact
    group = api.add_corp_tag(None, "渠道", 1, [{"name": "台卡"}, {"name": "海报"}])["tag_group"]
    first, second = (tag["id"] for tag in group["tag"])
    api.edit_corp_tag(first, name="桌卡")
    listed = api.get_corp_tag_list([first])["tag_group"][0]["tag"]
    assert [tag["name"] for tag in listed] == ["桌卡"]
    api.del_corp_tag(tag_id=[second])
    [left] = api.get_corp_tag_list()["tag_group"]
    assert [tag["id"] for tag in left["tag"]] == [first]


def test_it_reads_and_marks_a_customer(wechat: Any, friend: str) -> None:
    """The customer's name, state and new tag are where the SDK looks for them."""
    api = wechat.external_contact
    group = api.add_corp_tag(None, "渠道", 1, [{"name": "台卡"}])["tag_group"]
    api.mark_tag("li", friend, add_tag=[group["tag"][0]["id"]])
    customer = api.get(friend)
    assert customer["external_contact"]["name"] == "王芳"
    [follow] = customer["follow_user"]
    assert (follow["state"], follow["tags"][0]["tag_name"]) == ("from-sdk", "台卡")
    assert api.list("li")["external_userid"] == [friend]


def test_its_crypto_opens_our_callback_and_its_client_welcomes(
    wechat: Any, friend: str, receiver: Receiver, control: Client
) -> None:
    """It reads the join, welcomes once, and is told so when it tries twice."""
    [post] = receiver.posts
    query = post.query
    opener = crypto.WeChatCrypto(TOKEN, KEY, CORP)
    plain = opener.decrypt_message(post.raw, query["msg_signature"], query["timestamp"], query["nonce"])
    event = xmltodict.parse(plain)["xml"]
    assert (event["ChangeType"], event["ExternalUserID"]) == ("add_external_contact", friend)
    welcome = {"welcome_code": event["WelcomeCode"], "text": {"content": "欢迎光临"}}
    assert wechat.external_contact.send_welcome_msg(welcome)["errcode"] == 0
    [message] = control.control("GET", "/customers/fang/messages")["messages"]
    assert message["content"]["content"] == "欢迎光临"
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        wechat.external_contact.send_welcome_msg(welcome)
    assert refusal.value.errcode == 41051


def test_it_puts_a_menu_and_reads_what_a_member_scanned(
    wechat: Any, receiver: Receiver, control: Client, sandbox: Sandbox
) -> None:
    """The menu comes back as it was put, and its own parser finds member, button and code in the event."""
    wanted = [{"type": "scancode_waitmsg", "name": "扫码核销", "key": "till", "sub_button": []}]
    assert wechat.menu.create(1000002, {"button": wanted})["errcode"] == 0
    (button,) = wechat.menu.get(1000002)["button"]
    assert (button["type"], button["name"], button["key"]) == ("scancode_waitmsg", "扫码核销", "till")
    control.control("POST", f"/corps/{CORP}/staff/li/menu-scan", {"result": "4H7KQ2M9X0C3VBN8"})
    sandbox.deliver_all()
    (post,) = receiver.posts
    query = post.query
    opener = crypto.WeChatCrypto(TOKEN, KEY, CORP)
    plain = opener.decrypt_message(post.raw, query["msg_signature"], query["timestamp"], query["nonce"])
    event = work.parse_message(plain)
    assert (event.event, event.source, event.key) == ("scancode_waitmsg", "li", "till")
    assert (event.scan_type, event.scan_result, event.agent) == ("qrcode", "4H7KQ2M9X0C3VBN8", 1000002)
    wechat.menu.delete(1000002)
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        wechat.menu.get(1000002)
    assert refusal.value.errcode == 46003


def test_its_crypto_answers_our_url_verification(control: Client, receiver: Receiver) -> None:
    """The echo that its crypto opens passes the check of the callback URL."""
    opener = crypto.WeChatCrypto(TOKEN, KEY, CORP)

    class Theirs:
        """Stands where the receiver's own crypto stands."""

        def open(self, signature: str, timestamp: str, nonce: str, echostr: str) -> str:
            return str(opener.check_signature(signature, timestamp, nonce, echostr))

    receiver.crypto = Theirs()  # type: ignore[assignment]
    assert control.control("POST", f"/corps/{CORP}/verify")["ok"]


def test_our_crypto_opens_what_it_encrypts(receiver: Receiver) -> None:
    """A passive reply sealed by the SDK is read by the sandbox."""
    theirs = crypto.WeChatCrypto(TOKEN, KEY, CORP)
    reply = xmltodict.parse(theirs.encrypt_message("<xml>回复</xml>", "n1", "1409659813"))["xml"]
    opened = receiver.crypto.open(reply["MsgSignature"], "1409659813", "n1", reply["Encrypt"])
    assert opened == "<xml>回复</xml>"


def template(*targets: str, **changes: object) -> dict[str, object]:
    return {"sender": "li", "external_userid": targets, "text": {"content": "周末第二杯半价"}, **changes}


def test_it_uploads_a_picture_and_sends_it_to_customers(wechat: Any, friend: str, control: Client) -> None:
    """Nothing arrives before the member confirms, then each part once."""
    media = wechat.media.upload("image", ("海报.png", io.BytesIO(PICTURE), "image/png"))
    image = {"msgtype": "image", "image": {"media_id": media["media_id"]}}
    made = wechat.external_contact.add_msg_template(template(friend, "wm-unknown", attachments=[image]))
    assert made["fail_list"] == ["wm-unknown"]
    assert control.control("GET", "/customers/fang/messages")["messages"] == []
    control.confirm(made["msgid"])
    messages = control.control("GET", "/customers/fang/messages")["messages"]
    assert [message["msgtype"] for message in messages] == ["text", "image"]


def test_it_uploads_a_permanent_picture(wechat: Any) -> None:
    """The answer holds an address, as the SDK expects."""
    assert wechat.media.upload_img(("a.png", io.BytesIO(PICTURE)))["url"].startswith("http")


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [({"text": {"content": "x" * 4001}}, 45002), ({"external_userid": ["wm-no"]}, 41048),
     ({"attachments": [{"msgtype": "image", "image": {"media_id": "no"}}]}, 40007)],
)  # fmt: skip
def test_its_mass_message_is_refused_with_the_platforms_code(
    wechat: Any, friend: str, changes: dict[str, object], errcode: int
) -> None:
    """A wrong template reaches it as its exception, with WeCom's errcode."""
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        wechat.external_contact.add_msg_template(template(friend, **changes))
    assert refusal.value.errcode == errcode


def test_it_reads_customer_groups(wechat: Any, control: Client) -> None:
    """It walks the pages, filters by owner, reads one, and is told of a dissolved one."""
    groups = [control.group("fang", name="老客群"), control.group("fang", owner="wang")]
    api = wechat.external_contact_group_chat
    assert [one["chat_id"] for one in api.list_all(limit=1)] == groups
    assert [one["chat_id"] for one in api.list_all(owner_userid_list=["wang"])] == groups[1:]
    told = api.get(groups[0])["group_chat"]
    assert (told["name"], len(told["member_list"])) == ("老客群", 2)
    control.control("POST", f"/corps/{CORP}/groups/{groups[0]}/dismiss")
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        api.get(groups[0])
    assert refusal.value.errcode == 49008


def test_it_messages_members(wechat: Any, control: Client) -> None:
    """Every kind it knows and we simulate reaches the member; a bad receiver is named."""
    api, media = wechat.message, wechat.media
    upload = media.upload("image", ("a.png", io.BytesIO(PICTURE)))["media_id"]
    assert api.send_text(1000002, ["li", "nobody"], "请确认")["invaliduser"] == "nobody"
    api.send_image(1000002, "li", upload)
    api.send_text_card(1000002, "li", "待确认", "3 个群发", "https://x.example/t")
    article = {"title": "新品", "description": "", "url": "https://x.example/n", "image": "https://x.example/p"}
    api.send_articles(1000002, "li", [article])
    api.send_markdown(1000002, "li", "**急**")
    got = control.control("GET", f"/corps/{CORP}/staff/li/messages")["messages"]
    assert [message["msgtype"] for message in got] == ["text", "image", "textcard", "news", "markdown"]
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        api.send_text(1000002, "nobody", "请确认")
    assert refusal.value.errcode == 81013


def test_it_heals_and_uploads_when_its_token_is_lost(wechat: Any, control: Client) -> None:
    """An upload too survives a token that died early."""
    assert wechat.access_token
    control.control("POST", "/faults", {"kind": "invalidate_tokens"})
    assert wechat.media.upload("image", ("a.png", PICTURE))["media_id"]


def test_a_block_reaches_it_as_its_own_exception(wechat: Any, control: Client) -> None:
    """45009 is the SDK's error for a limited API."""
    api = "externalcontact/get_follow_user_list"
    control.control("POST", "/faults", {"kind": "block", "api": api, "seconds": 60})
    with pytest.raises(exceptions.APILimitedException):
        wechat.external_contact.get_follow_user_list()


def test_it_reads_the_directory(wechat: Any, control: Client) -> None:
    """A member in whatever case, the departments, and the members of one."""
    assert wechat.user.get("LI")["name"] == "李小美"
    assert [one["id"] for one in wechat.department.list()] == [1]
    assert [one["userid"] for one in wechat.user.list(1)] == ["li", "wang"]
    control.control("POST", f"/corps/{CORP}/staff/wang/leave")
    with pytest.raises(exceptions.WeChatClientException) as refusal:
        wechat.user.get("wang")
    assert refusal.value.errcode == 60111


def test_it_reads_what_is_counted_of_chats(wechat: Any, control: Client) -> None:
    """A row a day, with the names that the SDK's readers know, and the sum of two members."""
    for userid, chats in (("li", 3), ("wang", 4)):
        body = {"chat": chats, "message": 9, "asked": 2, "answered": 1, "waited": 120.0}
        control.control("PUT", f"/corps/{CORP}/staff/{userid}/behaviour/{_yesterday()}", body)
    at = int(datetime.fromisoformat(f"{_yesterday()}T00:00:00+08:00").timestamp())
    (row,) = wechat.external_contact.get_user_behavior_data(["li", "wang"], at, at)["behavior_data"]
    assert (row["stat_time"], row["chat_cnt"], row["reply_percentage"], row["avg_reply_time"]) == (at, 7, 50.0, 2)


def _yesterday() -> str:
    return (datetime.now(timezone(timedelta(hours=8))) - timedelta(days=1)).date().isoformat()
