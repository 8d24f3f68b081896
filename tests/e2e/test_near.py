"""A sandbox in this process answers here as it does over HTTP; what is bent is met over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
import urllib3

from chalicelib.core.errors import UpstreamUnknown
from chalicelib.platforms.wecom import client
from tests.support import near
from tests.support.stack import Stack
from tests.support.wecom import CORPS

JSON, MULTIPART = {"Content-Type": "application/json"}, {"Content-Type": "multipart/form-data; boundary=x"}
DEMO = CORPS["demo"]
SECRETS = f"corpid={DEMO.corp_id}&corpsecret={DEMO.settings()['agent_secret']}"
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="media"; filename="\xe7\x82\xb9.txt"\r\n\r\nPNG of a dot\r\n--x--\r\n'
)
# A call of each kind: a query, a body of Chinese, a file, a wrong token, what is no JSON, a path that is none.
CALLS: list[tuple[str, str, bytes | None, dict[str, str]]] = [
    ("GET", "/cgi-bin/user/get?access_token={token}&userid=liming", None, JSON),
    ("POST", "/cgi-bin/externalcontact/add_corp_tag?access_token={token}", '{"tag":[{"name":"新客"}]}'.encode(), JSON),
    ("POST", "/cgi-bin/media/upload?access_token={token}&type=file", FORM, MULTIPART),
    ("GET", "/cgi-bin/externalcontact/list?access_token=none&userid=liming", None, JSON),
    ("POST", "/cgi-bin/externalcontact/mark_tag?access_token={token}", b"{", JSON),
    ("GET", "/cgi-bin/%E6%B2%A1%E6%9C%89", None, JSON),
]
OF_NOW = {"date", "connection", "server", "content-length"}


def _asked(stack: Stack, token: str, monkeypatch: pytest.MonkeyPatch, over_http: bool) -> list[Any]:
    found = list[Any]()
    with monkeypatch.context() as patch:
        if over_http:
            patch.setattr(urllib3.HTTPConnectionPool, "urlopen", near._open)
        for method, target, body, headers in CALLS:
            url = stack.sandbox.url + target.format(token=token)
            answer = urllib3.PoolManager(retries=False).request(method, url, body=body, headers=headers)
            told = {name.lower(): value for name, value in answer.headers.items() if name.lower() not in OF_NOW}
            found.append((answer.status, told, _shape(answer.json())))
    return found


def _shape(value: Any) -> Any:
    """An answer's fields and numbers, without the texts, of which many are made anew for each call."""
    if isinstance(value, dict):
        return {name: _shape(one) for name, one in value.items()}
    return [_shape(one) for one in value] if isinstance(value, list) else _number(value)


def _number(value: Any) -> Any:
    return value if isinstance(value, int) else type(value)


def test_a_sandbox_answers_here_as_over_http(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status, headers and body of each kind of call."""
    token = urllib3.request("GET", f"{stack.sandbox.url}/cgi-bin/gettoken?{SECRETS}").json()["access_token"]
    here = _asked(stack, token, monkeypatch, over_http=False)
    assert here == _asked(stack, token, monkeypatch, over_http=True)
    assert [body["errcode"] for _, _, body in here] == [0, 40072, 0, 40014, 41009, 48002]


def test_a_fault_is_met_over_http(stack: Stack) -> None:
    """An answer that never comes is an error of the connection, which only a connection can have; the next is here."""
    stack.platform.fault(kind="drop_reply", api="externalcontact/get_corp_tag_list", times=1)
    with pytest.raises(UpstreamUnknown):
        client.tag_groups(stack.ctx())
    assert client.tag_groups(stack.ctx()) == []
