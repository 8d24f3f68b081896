"""Doors and rights: forged callbacks, missing sessions, and functions that can do no more than their policies say.

What is proved here and nowhere else: the deployed policies are enforced, so that the other stories prove that they
suffice. A right that is taken away makes the very request fail that needs it; given back, it works again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from infra import provision, smoke
from local import cloud, demo
from local.stories.browser import PHONE, Browser
from local.stories.first import signed_in
from local.stories.rights import acting_as, is_denied, policies, without
from local.stories.tale import Tale
from local.web import Client, WrongAnswer

TITLE = "守好每一道门 · doors and rights"
FUNCTIONS = 15
KEY = {"pk": {"S": "demo#nobody"}, "sk": {"S": "-"}}


def play(tale: Tale) -> None:
    """Tell it."""
    with tale.step("公开页面可访问", "the public pages answer"):
        for path, kind in (("/docs", "text/html"), ("/openapi.json", "application/json")):
            page = tale.stack.api.raw("GET", path)
            media_type = page.headers["Content-Type"]
            is_there = page.status == 200 and media_type.startswith(kind)
            tale.promise(is_there, f"{path} is {kind}: {page.status} {media_type}")
    with tale.step("走错的链接也有说明", "a link that lost its end shows a page, a wrong request every fault"):
        _lost_links(tale)
    with tale.step("伪造的回调被拒绝", "a forged callback is refused and leaves nothing"):
        forged = tale.stack.api.raw(
            "POST", f"/wecom/callback/{demo.KEY}?msg_signature=0&timestamp=1&nonce=1", b"<xml/>"
        )
        tale.promise(400 <= forged.status < 500, f"refused, not {forged.status}")
        tale.promise(_callbacks_waiting(tale) == 0, "nothing was queued")
        tale.until(lambda: _answered_by_the_door(tale), "the door's own function answered it")
    with tale.step("没有登录或没有角色", "no session, or none that suffices"):
        refused = tale.stack.api.call("GET", "/admin/v1/members", status=401)
        tale.promise(refused["code"] == "Unauthenticated" and refused["message_zh"], "a problem in both languages")
        _staff_without_role(tale)
    _browsers(tale)
    _rights_are_needed(tale, signed_in(tale, "boss", "/admin/v1/sessions", "owner"))
    with tale.step("越权调用被拒绝", "what no policy names is denied"):
        _nothing_more(tale)
    with tale.step("部署后自检", "the smoke test of `make smoke` finds the stack well"):
        wrong = [finding for finding in smoke.look(smoke.Site(tale.stack.places.url), demo.KEY) if finding.problem]
        tale.promise(not wrong, f"all is as it should be: {wrong}")
    with tale.step("谁都不能删除", "no function may delete a row, by any call"):
        _nobody_deletes(tale)


def _lost_links(tale: Tale) -> None:
    for path in ("/c", f"/c/{demo.KEY}-x", f"/c/{demo.KEY}-x/and/more", "/g", f"/g/{demo.KEY}-x/more"):
        page = tale.stack.api.raw("GET", path)
        is_kind = page.status == 404 and page.headers["Content-Type"].startswith("text/html")
        tale.promise(is_kind, f"{path} says so kindly: {page.status} {page.headers['Content-Type']}")
    refused = tale.stack.api.post("/mini/v1/sessions", {"corp": "NO", "surprise": 1}, status=400)
    paths = [fault["path"] for fault in refused["details"]["errors"]]
    tale.promise(paths == ["corp", "js_code", "surprise"], f"all at once: {paths}")
    asked = tale.stack.api.raw("OPTIONS", "/admin/v1/members", b"", {"Origin": "https://elsewhere.example.com"})
    tale.promise("Access-Control-Allow-Origin" not in asked.headers, f"no other origin may call: {asked.status}")


def _callbacks_waiting(tale: Tale) -> int:
    sqs = cloud.client(tale.stack.places, "sqs")
    url = next(url for url in sqs.list_queues()["QueueUrls"] if "CallbackQueue" in url)
    return int(
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessages"]
    )


def _answered_by_the_door(tale: Tale) -> bool:
    logs = cloud.client(tale.stack.places, "logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    door = next(name for name in groups if "DoorLog" in name)
    return any('"status": 403' in event["message"] for event in logs.filter_log_events(logGroupName=door)["events"])


def _staff_without_role(tale: Tale) -> None:
    code = tale.stack.sandbox.post(f"/corps/{tale.stack.corp.corp_id}/staff/lily/oauth-code", status=200)["code"]
    refused = tale.stack.api.post("/admin/v1/sessions", {"corp": demo.KEY, "code": code}, status=403)
    tale.promise(refused["code"] == "NotAnOperator", f"refused as NotAnOperator, not {refused['code']}")


def _browsers(tale: Tale) -> None:
    """Signing in as people do: a code on a PC's screen, a page inside WeCom."""
    pc, phone = Browser(tale), Browser(tale, PHONE)
    with tale.step("电脑扫码登录控制台", "on a PC the owner scans a code and is in"):
        tale.promise(pc.sign_in("boss") == "/console", "back from WeCom it goes on to the console")
        tale.promise(pc.go("/console").status == 200, "the console's page answers")
        status, me = pc.ask("GET", "/admin/v1/me")
        tale.promise((status, me["userid"], me["corp"]["key"]) == (200, "boss", demo.KEY), f"it is the owner: {me}")
        tale.note(f"{me['role_name']} · {me['corp']['name']} · {len(me['rights'])} 项权限")
    with tale.step("企业微信内免扫码登录", "inside WeCom nothing is asked"):
        tale.promise(phone.sign_in("boss") == "/console", "the phone's owner is in at once")
    with tale.step("无角色的员工看到该找谁", "who has no role sees a page that says what to do"):
        tale.promise(Browser(tale).sign_in("lily") == "", "no way in")
    with tale.step("其他网站借不到登录", "another site can do nothing with the cookie"):
        status, refused = pc.ask("DELETE", "/admin/v1/sessions", **{"Sec-Fetch-Site": "cross-site"})
        tale.promise((status, refused["code"]) == (403, "ForeignPage"), f"refused, not {status}")
    with tale.step("退出所有设备，5 秒内生效", "signing out everywhere ends the phone's session within 5 s"):
        tale.promise(pc.ask("DELETE", "/admin/v1/sessions?everywhere=true")[0] == 200, "it is done")
        tale.until(lambda: phone.ask("GET", "/admin/v1/me")[0] == 401, "the phone is signed out", 8.0)
        tale.promise(phone.sign_in("boss") == "/console", "and signs in again at once")


def _rights_are_needed(tale: Tale, owner: Client) -> None:
    """Listing members needs the index: without that right it fails, with it again it works."""
    with tale.step("收回权限，请求即失败", "a right taken away: the request that needs it fails"):
        tale.promise(owner.get("/admin/v1/members")["items"] == [], "it works to begin with")
        with without(tale, "ApiHandler", "ListRows"):
            tale.until(lambda: _is_refused(owner), "the request fails without the right")
            denied = [line for line in cloud.troubles(tale.stack.places) if "/admin/v1/members" in line]
            tale.promise(denied, "the log says which request failed")
    with tale.step("归还权限，恢复正常", "given back: it works again"):
        tale.until(lambda: not _is_refused(owner), "the request works with the right")


def _is_refused(owner: Client) -> bool:
    try:
        owner.get("/admin/v1/members")
    except WrongAnswer:
        return True
    return False


def _nothing_more(tale: Tale) -> None:
    held = [part for policy in policies(tale) for part in policy.document["Statement"] if part["Effect"] == "Allow"]
    tale.promise('"*"' not in json.dumps(held), "no policy allows something of everything")
    main = _table(tale, "MainTable")
    send_marks = acting_as(tale, "SendMarks", "dynamodb")
    tale.promise(not is_denied(lambda: send_marks.get_item(TableName=main, Key=KEY)), "send_marks may read a row")
    on_change = acting_as(tale, "OnChange", "dynamodb")
    tale.promise(
        is_denied(lambda: on_change.get_item(TableName=main, Key=KEY)), "on_change reads no rows, only the stream"
    )
    door = acting_as(tale, "Door", "dynamodb")
    tale.promise(is_denied(lambda: door.get_item(TableName=main, Key=KEY)), "the door reads no rows")
    tale.promise(is_denied(lambda: door.put_item(TableName=main, Item=KEY)), "and writes none of the business")
    _no_other_secret(tale)


# Whose policy is tried, and the powers that it has.
HOLDERS = {
    "ApiHandler": {"sessions", "platforms", "payments", "index"},
    "Door": {"verify"},
    "OnChange": set[str](),
}


def _no_other_secret(tale: Tale) -> None:
    where = provision.named(tale.stack.outputs, cloud.STACK)
    for function, powers in HOLDERS.items():
        manager = acting_as(tale, function, "secretsmanager")
        reads = {power: partial(manager.get_secret_value, SecretId=secret) for power, secret in where.items()}
        allowed = {power for power, read in reads.items() if not is_denied(read)}
        tale.promise(allowed == powers, f"{function} may read {sorted(powers) or 'no secret'}: {sorted(allowed)}")


def _nobody_deletes(tale: Tale) -> None:
    """Each function's role tries each way to delete a row, in each table."""
    names = sorted({found[1] for one in policies(tale) if (found := re.search(r"-(\w+?)Role", one.role))})
    tale.promise(len(names) >= FUNCTIONS, f"each function has a role: {names}")
    tables = [_table(tale, name) for name in ("MainTable", "FactsTable", "CountersTable", "InboxTable")]
    for function in names:
        client = acting_as(tale, function, "dynamodb")
        done = [way for table in tables for way, call in ways_to_delete(client, table) if not is_denied(call)]
        tale.promise(not done, f"{function} may not delete a row: {done}")


def ways_to_delete(client: Any, table: str) -> list[tuple[str, Callable[[], Any]]]:
    """Every call of DynamoDB that deletes a row, by its name."""
    batch = {table: [{"DeleteRequest": {"Key": KEY}}]}
    part = {"Delete": {"TableName": table, "Key": KEY}}
    statement = {"Statement": f"""DELETE FROM "{table}" WHERE pk='demo#nobody' AND sk='-'"""}
    return [
        ("DeleteItem", lambda: client.delete_item(TableName=table, Key=KEY)),
        ("BatchWriteItem", lambda: client.batch_write_item(RequestItems=batch)),
        ("TransactWriteItems", lambda: client.transact_write_items(TransactItems=[part])),
        ("ExecuteStatement", lambda: client.execute_statement(**statement)),
        ("BatchExecuteStatement", lambda: client.batch_execute_statement(Statements=[statement])),
        ("ExecuteTransaction", lambda: client.execute_transaction(TransactStatements=[statement])),
    ]


def _table(tale: Tale, logical: str) -> str:
    names: list[str] = cloud.client(tale.stack.places, "dynamodb").list_tables()["TableNames"]
    return next(name for name in names if logical in name)
