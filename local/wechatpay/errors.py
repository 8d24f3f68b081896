"""The platform's refusals: HTTP status, code and the error body (docs/platform I7)."""

from __future__ import annotations

from local.servers.basics import Json

_CODES = {
    400: "PARAM_ERROR INVALID_REQUEST APPID_MCHID_NOT_MATCH MCH_NOT_EXISTS ORDER_CLOSED ORDERPAID OPENID_MISMATCH",
    401: "SIGN_ERROR",
    403: "NO_AUTH RULE_LIMIT TRADE_ERROR OUT_TRADE_NO_USED ACCOUNT_ERROR NOT_ENOUGH"
    " REQUEST_BLOCKED USER_ACCOUNT_ABNORMAL",
    404: "ORDER_NOT_EXIST RESOURCE_NOT_EXISTS",
    409: "RESOURCE_CONFLICT",
    429: "FREQUENCY_LIMITED FREQUENCY_LIMIT_EXCEED RATELIMIT_EXCEEDED",
    500: "SYSTEM_ERROR",
    503: "SERVICE_UNAVAILABLE",
}
STATUS = {code: status for status, codes in _CODES.items() for code in codes.split()}


class PayError(Exception):
    """A refusal that is answered as {code, message, detail?}. status: the code's own when left out."""

    def __init__(self, code: str, message: str, detail: Json | None = None, status: int = 0) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.detail = detail
        self.status = status or STATUS[code]

    def body(self) -> Json:
        """The answer's body."""
        body: Json = {"code": self.code, "message": self.message}
        return body | ({"detail": self.detail} if self.detail else {})


def wrong(field: str, issue: str, value: object = "", location: str = "body") -> PayError:
    """PARAM_ERROR that names the field, as a JSON pointer for the body."""
    detail: Json = {"field": field, "value": value, "issue": issue, "location": location}
    return PayError("PARAM_ERROR", f"输入参数不符合规则：{issue}", detail)


def sign_error(issue: str, message: str = "签名错误，请检查后再试") -> PayError:
    """401 SIGN_ERROR (docs/platform I7)."""
    detail: Json = {"field": "signature", "value": "", "issue": issue, "location": "authorization"}
    return PayError("SIGN_ERROR", message, detail)
