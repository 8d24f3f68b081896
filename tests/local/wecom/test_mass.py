"""Mass tasks: created, confirmed, reminded of, cancelled (docs/platform D0, D8)."""

from __future__ import annotations

from typing import Any

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.testing import CORP, Client, corp_setup

TASK, RESULT = "externalcontact/get_groupmsg_task", "externalcontact/get_groupmsg_send_result"
REMIND, CANCEL = "externalcontact/remind_groupmsg_send", "externalcontact/cancel_groupmsg_send"
LIST = "externalcontact/get_groupmsg_list_v2"
LINK = {"msgtype": "link", "link": {"title": "菜单", "url": "https://x.example/m"}}


@pytest.fixture
def friends(client: Client) -> list[str]:
    """Three customers of `li`."""
    return [client.befriend(name) for name in ("an", "bo", "chen")]


def ledger(client: Client, kind: str) -> list[Any]:
    entries: list[Any] = client.control("GET", f"/ledger?kind={kind}")["entries"]
    return entries


def chat(client: Client, customer: str) -> list[Any]:
    messages: list[Any] = client.control("GET", f"/customers/{customer}/messages")["messages"]
    return messages


def talk(client: Client, userid: str, external: str) -> None:
    client.control("POST", f"/corps/{CORP}/staff/{userid}/chat", {"external_userid": external, "text": "您好"})


# creating


def test_creating_a_task_sends_nothing(client: Client, friends: list[str]) -> None:
    """It waits for the member; nobody has received anything."""
    task = client.mass(*friends, sender="li")
    assert (task["errcode"], task["fail_list"]) == (0, [])
    assert chat(client, "an") == []
    assert client.results(task["msgid"]) == dict.fromkeys(friends, 0)
    assert client.post(TASK, {"msgid": task["msgid"]})["task_list"] == [{"userid": "li", "status": 0}]


def test_the_ledger_tells_what_was_asked_for(client: Client, friends: list[str]) -> None:
    """Sender, targets, failures and parts of the task, as one line."""
    msgid = client.mass(*friends, "wm-unknown", sender="li", attachments=[LINK])["msgid"]
    [entry] = ledger(client, "mass")
    expected = {
        "action": "created", "msgid": msgid, "sender": "li", "count": 3, "targets": friends, "failed": 1,
        "senders": {"li": 3}, "text": "周末第二杯半价", "attachments": ["link"], "corp_id": CORP,
    }  # fmt: skip
    assert expected.items() <= entry.items()


def test_ids_nobody_can_send_to_are_named_and_the_rest_goes_on(client: Client, friends: list[str]) -> None:
    """Unknown, deleted by the member, and another member's customer."""
    of_wang = client.befriend("dan", "wang")
    client.control("POST", f"/corps/{CORP}/staff/li/delete", {"external_userid": friends[2]})
    task = client.mass(*friends, of_wang, "wm-unknown", sender="li")
    assert task["fail_list"] == [friends[2], of_wang, "wm-unknown"]
    assert list(client.results(task["msgid"])) == friends[:2]


def test_a_customer_named_twice_is_sent_to_once(client: Client, friends: list[str]) -> None:
    """A task holds each customer once."""
    msgid = client.mass(friends[0], friends[0], sender="li")["msgid"]
    assert client.confirm(msgid)["sent"] == 1
    assert len(chat(client, "an")) == 1


def test_a_sender_alone_means_all_his_customers(client: Client, friends: list[str]) -> None:
    """And nobody else's."""
    client.befriend("dan", "wang")
    msgid = client.mass(sender="li")["msgid"]
    assert list(client.results(msgid)) == friends


def test_without_a_sender_the_member_who_talked_last_gets_the_customer(client: Client, clock: Clock) -> None:
    """Nobody talked: the one added last; then whoever talks."""
    client.befriend("an", "li")
    clock.advance(1)
    external = client.befriend("an", "wang")
    assert client.results(client.mass(external)["msgid"], "wang") == {external: 0}
    clock.advance(1)
    talk(client, "li", external)
    msgid = client.mass(external)["msgid"]
    assert [t["userid"] for t in client.post(TASK, {"msgid": msgid})["task_list"]] == ["li"]


def test_a_tag_filter_narrows_the_customers(client: Client, friends: list[str]) -> None:
    """Tags of one list are alternatives, every list must match."""
    tags = [{"name": "金卡"}, {"name": "银卡"}, {"name": "附近"}]
    library = client.post("externalcontact/add_corp_tag", {"group_name": "等级", "tag": tags})
    gold, silver, near = [tag["id"] for tag in library["tag_group"]["tag"]]
    for external, marks in zip(friends, ([gold, near], [silver], [silver, near]), strict=True):
        client.post("externalcontact/mark_tag", {"userid": "li", "external_userid": external, "add_tag": marks})
    lists = [{"tag_list": [gold, silver]}, {"tag_list": [near]}]
    msgid = client.mass(sender="li", tag_filter={"group_list": lists})["msgid"]
    assert list(client.results(msgid)) == [friends[0], friends[2]]
    nobody = [{"tag_list": [gold]}, {"tag_list": [silver]}]
    assert client.mass(sender="li", tag_filter={"group_list": nobody})["errcode"] == 41048
    assert client.mass(sender="li", tag_filter={"group_list": [{"tag_list": ["et-no"]}]})["errcode"] == 40068


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"text": {"content": ""}}, 44004), ({"text": {"content": "一" * 1334}}, 45002),
        ({"attachments": [LINK] * 10}, 41064), ({"attachments": [{"msgtype": "voice", "voice": {}}]}, 41065),
        ({"attachments": [{"msgtype": "image", "image": {"media_id": "no"}}]}, 40007),
        ({"sender": "nobody"}, 40003), ({"chat_type": "both"}, 40035), ({"external_userid": []}, 41048),
        ({"external_userid": ["wm-unknown"]}, 41048), ({"external_userid": "wm"}, 40035),
        ({"external_userid": [str(n) for n in range(10_001)]}, 40035), ({"chat_id_list": ["wr"]}, 40035),
        ({"chat_type": "group"}, 40035), ({"tag_filter": []}, 40035),
        ({"tag_filter": {"group_list": [{"tag_list": [str(n) for n in range(101)]}]}}, 40035),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_and_makes_no_task(
    client: Client, sandbox: Sandbox, friend: str, changes: dict[str, object], errcode: int
) -> None:
    """Each mistake has its errcode, and nothing is kept of it."""
    assert client.mass(friend, **changes)["errcode"] == errcode
    assert not sandbox.world.state.mass


def test_ten_thousand_customers_fit_into_one_task(client: Client, friend: str) -> None:
    """Who is unknown is listed as failed, and the task exists."""
    unknown = [f"wm-{number}" for number in range(9_999)]
    task = client.mass(friend, *unknown)
    assert (task["errcode"], len(task["fail_list"])) == (0, 9_999)


# confirming


def test_confirming_sends_every_part_once(client: Client, friends: list[str], clock: Clock) -> None:
    """Text and link in order, with the time; a second confirmation is refused."""
    msgid = client.mass(*friends, sender="li", attachments=[LINK])["msgid"]
    clock.advance(60)
    sent = client.confirm(msgid)
    assert sent == {"msgid": msgid, "sent": 3, "not_friend": 0, "over_quota": 0}
    assert [(m["sender"], m["msgtype"]) for m in chat(client, "bo")] == [("mass", "text"), ("mass", "link")]
    now = int(clock.time())
    assert client.post(TASK, {"msgid": msgid})["task_list"] == [{"userid": "li", "status": 2, "send_time": now}]
    sent = client.post(RESULT, {"msgid": msgid, "userid": "li"})["send_list"]
    assert sent[0] == {"external_userid": friends[0], "userid": "li", "status": 1, "send_time": now}
    status, _ = client.send("POST", f"/_sandbox/corps/{CORP}/staff/li/mass/confirm", {"msgid": msgid})
    assert (status, len(chat(client, "bo"))) == (400, 2)


def test_every_receiver_is_on_the_ledger(client: Client, friends: list[str]) -> None:
    """With what became of each, and the sums of the confirmation."""
    msgid = client.mass(*friends, sender="li")["msgid"]
    client.control("POST", "/customers/chen/delete", {"corp_id": CORP, "userid": "li"})
    client.confirm(msgid)
    delivered = [(e["msgid"], e["userid"], e["to"], e["status"]) for e in ledger(client, "mass_delivery")]
    assert delivered == [(msgid, "li", to, status) for to, status in zip(friends, (1, 1, 2), strict=True)]
    confirmed = ledger(client, "mass")[-1]
    assert (confirmed["action"], confirmed["sent"], confirmed["not_friend"]) == ("confirmed", 2, 1)


def test_a_customer_who_left_is_no_friend(client: Client, friend: str) -> None:
    """Status 2 without a time, and nothing in the chat."""
    msgid = client.mass(friend, sender="li")["msgid"]
    client.control("POST", "/customers/fang/delete", {"corp_id": CORP, "userid": "li"})
    client.confirm(msgid)
    [line] = client.post(RESULT, {"msgid": msgid, "userid": "li"})["send_list"]
    assert (line["status"], "send_time" in line) == (2, False)
    assert chat(client, "fang") == []


def test_members_confirm_each_for_himself(client: Client) -> None:
    """What one has sent does not end the other's part."""
    of_li, of_wang = client.befriend("an", "li"), client.befriend("bo", "wang")
    msgid = client.mass(of_li, of_wang)["msgid"]
    client.confirm(msgid, "wang")
    assert (client.results(msgid, "li"), client.results(msgid, "wang")) == ({of_li: 0}, {of_wang: 1})
    waiting = client.control("GET", f"/corps/{CORP}/staff/li/mass")["tasks"]
    assert [task["msgid"] for task in waiting] == [msgid]
    assert client.control("GET", f"/corps/{CORP}/staff/wang/mass")["tasks"] == []


def test_all_members_can_confirm_at_once(client: Client) -> None:
    """One task, or everything that waits."""
    first = client.mass(client.befriend("an", "li"), client.befriend("bo", "wang"))["msgid"]
    second = client.mass(sender="li")["msgid"]
    done = client.control("POST", f"/corps/{CORP}/mass/confirm", {"msgid": first})["confirmed"]
    assert [(sent["userid"], sent["sent"]) for sent in done] == [("li", 1), ("wang", 1)]
    done = client.control("POST", f"/corps/{CORP}/mass/confirm")["confirmed"]
    assert [(sent["userid"], sent["msgid"]) for sent in done] == [("li", second)]


def test_a_member_may_choose_others_only_where_allowed(client: Client, friends: list[str]) -> None:
    """Without allow_select the choice is refused."""
    fixed = client.mass(friends[0], sender="li")["msgid"]
    path = f"/_sandbox/corps/{CORP}/staff/li/mass/confirm"
    assert client.send("POST", path, {"msgid": fixed, "select": friends[1:]})[0] == 400
    free = client.mass(friends[0], sender="li", allow_select=True)["msgid"]
    assert client.send("POST", path, {"msgid": free, "select": ["wm-unknown"]})[0] == 404
    client.confirm(free, select=friends[1:])
    assert client.results(free) == {friends[0]: 0, friends[1]: 1, friends[2]: 1}


# reminding and cancelling


def test_three_reminders_in_a_day_and_no_more(client: Client, friend: str, clock: Clock) -> None:
    """The fourth is 41094 until a day has passed."""
    msgid = {"msgid": client.mass(friend)["msgid"]}
    assert [client.post(REMIND, msgid)["errcode"] for _ in range(4)] == [0, 0, 0, 41094]
    clock.advance(86_399)
    assert client.post(REMIND, msgid)["errcode"] == 41094
    clock.advance(1)
    assert client.post(REMIND, msgid)["errcode"] == 0
    assert [e["members"] for e in ledger(client, "mass") if e["action"] == "reminded"] == [["li"]] * 4


def test_cancelling_stops_what_is_not_sent(client: Client) -> None:
    """What was sent stays; nobody can confirm, remind or cancel after it."""
    of_li, of_wang = client.befriend("an", "li"), client.befriend("bo", "wang")
    msgid = client.mass(of_li, of_wang)["msgid"]
    client.confirm(msgid, "li")
    assert client.post(CANCEL, {"msgid": msgid})["errcode"] == 0
    status, _ = client.send("POST", f"/_sandbox/corps/{CORP}/staff/wang/mass/confirm", {"msgid": msgid})
    assert status == 400
    assert (client.results(msgid, "li"), client.results(msgid, "wang")) == ({of_li: 1}, {of_wang: 0})
    assert ledger(client, "mass")[-1]["members"] == ["wang"]
    assert [client.post(api, {"msgid": msgid})["errcode"] for api in (REMIND, CANCEL)] == [41093, 41093]


@pytest.mark.parametrize("api", [REMIND, CANCEL, TASK, RESULT])
def test_a_missing_or_unknown_msgid(client: Client, api: str) -> None:
    """41046 and 41047 in every call about a task."""
    assert client.post(api, {})["errcode"] == 41046
    assert client.post(api, {"msgid": "msg-no", "userid": "li"})["errcode"] == 41047


def test_another_corps_task_is_unknown(client: Client, friend: str) -> None:
    """41047, as if it did not exist."""
    msgid = client.mass(friend)["msgid"]
    client.control("PUT", "/corps/wwother", corp_setup(secrets=[{"agent_id": 1, "secret": "o"}]))
    assert Client(client.url, "wwother", "o").post(TASK, {"msgid": msgid})["errcode"] == 41047


# asking


def test_results_come_in_pages(client: Client, friends: list[str]) -> None:
    """Each receiver once, in order; a limit too large falls back."""
    msgid = client.mass(*friends)["msgid"]
    asked = {"msgid": msgid, "userid": "li", "limit": 2}
    first = client.post(RESULT, asked)
    second = client.post(RESULT, asked | {"cursor": first["next_cursor"]})
    listed = [line["external_userid"] for line in first["send_list"] + second["send_list"]]
    assert (listed, second["next_cursor"]) == (friends, "")
    assert client.post(RESULT, asked | {"cursor": "xx"})["errcode"] == 50100
    assert len(client.post(RESULT, asked | {"limit": 1001})["send_list"]) == 3, "too large falls back to the default"


def test_results_need_a_member_of_the_task(client: Client, friend: str) -> None:
    """A missing userid and a stranger are told apart."""
    msgid = client.mass(friend)["msgid"]
    assert client.post(RESULT, {"msgid": msgid})["errcode"] == 41009
    assert client.post(RESULT, {"msgid": msgid, "userid": "wang"})["errcode"] == 40003


def test_tasks_and_own_sends_are_listed_by_time_and_kind(client: Client, friend: str, clock: Clock) -> None:
    """Who made them, and what they hold, within the period."""
    at = int(clock.time())
    corps = client.mass(friend, attachments=[LINK])["msgid"]
    own = client.control("POST", f"/corps/{CORP}/staff/li/mass/send", {"text": "到货了", "customers": [friend]})
    asked = {"chat_type": "single", "start_time": at, "end_time": at + 60}
    listed = client.post(LIST, asked)["group_msg_list"]
    assert [(task["msgid"], task["create_type"], task.get("creator")) for task in listed] == [
        (corps, 0, None), (own["msgid"], 1, "li"),
    ]  # fmt: skip
    assert listed[0]["attachments"][0]["link"]["title"] == "菜单"
    for changes, count in (
        ({"filter_type": 0}, 1), ({"filter_type": 1}, 1), ({"creator": "wang"}, 0), ({"chat_type": "group"}, 0),
        ({"start_time": at + 1}, 0),
    ):  # fmt: skip
        assert len(client.post(LIST, asked | changes)["group_msg_list"]) == count, changes


def test_the_list_has_fifty_a_page_and_at_most_a_hundred(client: Client, friend: str, clock: Clock) -> None:
    """A larger limit falls back to fifty."""
    token = client.gettoken()["access_token"]
    body = {"external_userid": [friend], "text": {"content": "x"}}
    for _ in range(101):
        client.post("externalcontact/add_msg_template", body, token)
    asked = {"chat_type": "single", "start_time": int(clock.time()), "end_time": int(clock.time())}
    sizes = [len(client.post(LIST, asked | {"limit": n}, token)["group_msg_list"]) for n in (0, 100, 101)]
    assert sizes == [50, 100, 50]


@pytest.mark.parametrize(
    "changes", [{"chat_type": ""}, {"chat_type": "x"}, {"start_time": None}, {"end_time": None}, {"filter_type": 3},
                {"end_time": 1_772_935_200 + 31 * 86_400 + 1}, {"end_time": 1}]
)  # fmt: skip
def test_a_list_needs_a_kind_and_a_month(client: Client, changes: dict[str, object]) -> None:
    """Without kind or times, or over more than a month, it is 40058."""
    asked = {"chat_type": "single", "start_time": 1_772_935_200, "end_time": 1_772_935_200 + 31 * 86_400}
    assert client.post(LIST, asked)["errcode"] == 0
    assert client.post(LIST, asked | changes)["errcode"] == 40058
