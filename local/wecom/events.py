"""Callback plaintexts and envelopes (docs/platform B3, C1)."""

from __future__ import annotations


def cdata(text: str) -> str:
    """Text as CDATA, safe even when it holds the closing mark."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _element(name: str, value: str | int) -> str:
    body = str(value) if isinstance(value, int) else cdata(value)
    return f"<{name}>{body}</{name}>"


def event_xml(corp_id: str, unix: int, event: str, fields: dict[str, str], sender: str = "sys", inner: str = "") -> str:
    """The decrypted XML of an event: FromUserName is `sys` for the system's, empty fields are absent. inner: XML."""
    head: dict[str, str | int] = {
        "ToUserName": corp_id,
        "FromUserName": sender,
        "CreateTime": unix,
        "MsgType": "event",
        "Event": event,
    }
    parts = [_element(name, value) for name, value in head.items()]
    parts += [_element(name, value) for name, value in fields.items() if value]
    return "<xml>" + "".join(parts) + inner + "</xml>"


def scan_info(result: str) -> str:
    """What somebody scanned through a menu (docs/platform E2)."""
    return f"<ScanCodeInfo>{_element('ScanType', 'qrcode')}{_element('ScanResult', result)}</ScanCodeInfo>"


def envelope(corp_id: str, agent_id: str, encrypted: str, agent_first: bool) -> bytes:
    """The POST body; the order of elements varies and AgentID may be absent (docs/platform B3)."""
    agent = _element("AgentID", agent_id) if agent_id else ""
    parts = [_element("ToUserName", corp_id), _element("Encrypt", encrypted)]
    parts.insert(1 if agent_first else 2, agent)
    return ("<xml>" + "".join(parts) + "</xml>").encode()


def reply_kind(body: bytes) -> str:
    """How the platform would take the answer's body (docs/platform B6)."""
    if not body or body == b"success":
        return "accepted"
    if b"<Encrypt>" in body:
        return "encrypted reply"
    return "plain reply, ignored"
