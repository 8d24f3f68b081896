"""The platform's refusals: errcode, its text, and the shape of errmsg (docs/platform A1, A3, A6)."""

from __future__ import annotations

import hashlib

TEXTS: dict[int, str] = {
    -1: "system busy",
    40001: "invalid credential",
    40002: "invalid grant_type",
    40003: "invalid userid",
    40004: "invalid media type",
    40005: "invalid type parameter",
    40006: "invalid media size",
    40007: "invalid media_id",
    40008: "invalid message type",
    40009: "invalid image size",
    40011: "invalid video size",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40016: "invalid button size",
    40017: "invalid button type",
    40018: "invalid button name size",
    40019: "invalid button key size",
    40020: "invalid button url size",
    40023: "invalid sub button size",
    40029: "invalid code",
    40031: "invalid userid list",
    40032: "invalid userid list length",
    40033: "invalid request characters",
    40035: "invalid parameter",
    40039: "invalid url length",
    40050: "invalid chatid",
    40056: "invalid agentid",
    40058: "invalid parameter",
    40063: "empty parameter",
    40068: "invalid tagid",
    40071: "tag name already exist",
    40072: "invalid tag name length",
    40091: "secret does not belong to this corp",
    40094: "invalid url",
    40096: "invalid external userid",
    40097: "the member has not left",
    40098: "the member is not verified",
    40100: "the customer is being transferred",
    40123: "invalid image format",
    40125: "invalid appsecret",
    40126: "corp tag count exceeds the limit",
    40128: "the customer was transferred too often",
    40129: "the customer is being transferred",
    40130: "handover and takeover are the same",
    40131: "the handover member does not follow the customer",
    41001: "access_token missing",
    41002: "corpid missing",
    41004: "corpsecret missing",
    41006: "media_id missing",
    41008: "missing code",
    41009: "userid missing",
    41011: "missing agentid",
    41035: "external_userid missing",
    41037: "missing contact way type",
    41038: "missing contact way scene",
    41039: "invalid contact way type",
    41040: "invalid contact way scene",
    41041: "contact way user number exceed limit",
    41042: "invalid style",
    41043: "missing config_id",
    41044: "invalid config_id",
    41045: "contact way number exceed limit",
    41046: "missing msgid",
    41047: "invalid msgid",
    41048: "no customer to send",
    41049: "missing welcome_code",
    41050: "invalid welcome_code",
    41051: "externaluser has started chatting",
    41054: "user not activated",
    41057: "no developer account is bound",
    41063: "group message is being dispatched",
    41064: "invalid attachment count",
    41065: "invalid attachment type",
    41093: "group message is cancelled",
    41094: "reminder exceeds the limit",
    41096: "welcome message is being sent",
    42001: "access_token expired",
    42003: "code expired",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    42022: "code has been used",
    43001: "require GET method",
    43002: "require POST method",
    44001: "empty media data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45008: "article count out of limit",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    46003: "menu no exist",
    47001: "data format error",
    48002: "api forbidden",
    49008: "group chat is dissolved",
    50100: "invalid cursor",
    60003: "department not found",
    60011: "no privilege to access the member or department",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    60123: "invalid party id",
    81013: "all of touser, toparty and totag are invalid",
    81017: "request count out of limit",
    82001: "all of touser, toparty and totag are empty",
    82002: "too many parties",
    82003: "too many tags",
    84061: "not external contact",
    84074: "no external contact permission",
    84083: "the member cannot take over",
    90201: "too many content items",
    90202: "content item key out of limit",
    90203: "content item value out of limit",
    90500: "the owner has not left",
    90501: "not an external group chat",
    90502: "the owner has left",
    90504: "the new owner is the owner",
    90508: "the group was transferred too often",
    301002: "no right on this app",
}

WRONG_JSON = "Warning: wrong json format. "


class ApiError(Exception):
    """A business refusal, answered as HTTP 200 with errcode and errmsg (docs/platform A1)."""

    def __init__(self, errcode: int, detail: str = "") -> None:
        super().__init__(f"{errcode} {detail}".strip())
        self.errcode = errcode
        self.detail = detail


def errmsg(error: ApiError, unix: int, seq: int, ip: str) -> str:
    """The text of a failure in the platform's own shape; clients must not parse it."""
    text = TEXTS.get(error.errcode, "unknown error")
    if error.detail:
        text = f"{text}: {error.detail}"
    digest = hashlib.md5(f"{unix}.{seq}.{error.errcode}".encode(), usedforsecurity=False)
    return (
        f"{text}, hint: [{unix}_{seq}_{digest.hexdigest()}], from ip: {ip}, "
        f"more info at https://open.work.weixin.qq.com/devtool/query?e={error.errcode}"
    )
