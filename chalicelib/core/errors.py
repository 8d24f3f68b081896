"""One tree of errors, each with a text in Chinese and English that says what to do next.

    AppError
    ├── BadRequest 400          InvalidBody · InvalidQuery · InvalidHeader · BodyTooLarge · MalformedMessage
    │                           BadSignature · SignatureTooOld · WrongReceiver
    ├── Unauthenticated 401     SessionExpired · SignInCodeRefused
    ├── Forbidden 403           RoleNotAllowed · NotAMember · NotAnOperator
    ├── NotFound 404            UnknownCorp
    ├── Conflict 409            IdempotencyConflict
    ├── Unprocessable 422       IdempotencyMismatch
    ├── TooBusy 429
    └── Unavailable 503         NotConfigured · OutcomeUnknown · UpstreamFailed · UpstreamUnknown

Rooms add their own leaves. The class name is the public code.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any


class Outlook(StrEnum):
    """What becomes of the same thing when it is tried again.

    AGAIN: nothing was done, and later it may be. NEVER: nothing was done, and until somebody mends the cause nothing
    will be. UNKNOWN: no answer came, so it may have been done; what is safe to repeat is repeated, else looked up.
    """

    AGAIN = "again"
    NEVER = "never"
    UNKNOWN = "unknown"


class AppError(Exception):
    """A refusal or failure that a caller may see.

    `details` are shown to the caller, so they never hold personal data or secrets.
    """

    status = 500
    outlook = Outlook.NEVER
    zh = "系统内部错误，请稍后重试；若持续出现，请把 request_id 发给技术支持。"
    en = "Something failed on our side. Try again; if it persists, send the request_id to support."

    def __init__(self, zh: str = "", en: str = "", **details: Any) -> None:
        self.zh = zh or type(self).zh
        self.en = en or type(self).en
        self.details = details
        super().__init__(f"{self.code}: {self.en} {details or ''}".strip())

    @property
    def code(self) -> str:
        """The public code of the error: its class's name."""
        return type(self).__name__


def outlook(error: Exception) -> Outlook:
    """What becomes of the same thing when it is tried again; what nobody foresaw may pass."""
    return error.outlook if isinstance(error, AppError) else Outlook.AGAIN


def every(error: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """The whole tree as it is loaded, each class once, in the order of the codes."""
    found = {error}
    waiting = [error]
    while waiting:
        children = [child for child in waiting.pop().__subclasses__() if child not in found]
        found.update(children)
        waiting += children
    yield from sorted(found, key=lambda one: one.__name__)


class InternalError(AppError):
    """Anything nobody foresaw; the log has the cause under the same request_id."""

    outlook = Outlook.AGAIN


class BadRequest(AppError):
    status = 400
    zh = "请求内容有误，请按接口文档修正后重试。"
    en = "The request is not valid. Correct it as the API docs say and try again."


class InvalidBody(BadRequest):
    zh = "请求体不符合接口定义：{reason}。请对照接口文档修改后重试。"
    en = "The body does not match the API: {reason}. Compare it with the API docs and try again."

    def __init__(self, reason: str) -> None:
        super().__init__(self.zh.format(reason=reason), self.en.format(reason=reason))


class InvalidQuery(InvalidBody):
    zh = "查询参数不符合接口定义：{reason}。请对照接口文档修改后重试。"
    en = "The query does not match the API: {reason}. Compare it with the API docs and try again."


class InvalidHeader(InvalidBody):
    zh = "请求头不符合接口定义：{reason}。请对照接口文档修改后重试。"
    en = "A header does not match the API: {reason}. Compare it with the API docs and try again."


class BodyTooLarge(BadRequest):
    status = 413
    zh = "请求体超过 256 KB，请拆分后分次提交。"
    en = "The body is over 256 KB. Split it and send the parts one by one."


class BadSignature(BadRequest):
    status = 403
    zh = "签名校验失败，请核对回调配置中的 Token 与 EncodingAESKey。"
    en = "The signature does not match. Check the callback Token and EncodingAESKey."


class SignatureTooOld(BadSignature):
    zh = "签名时间与当前时间相差过大，请在企业微信后台重新保存回调配置。"
    en = "It was signed too long ago. Save the callback settings at WeCom again."


class WrongReceiver(BadSignature):
    zh = "消息的接收方不是本企业，请核对回调配置中的企业 ID。"
    en = "The message is addressed to another corp. Check the corp id of the callback."


class MalformedMessage(BadRequest):
    zh = "消息格式无法解析，已拒收且未作任何修改。"
    en = "The message cannot be parsed. It was refused and nothing was changed."


class Unauthenticated(AppError):
    status = 401
    zh = "请先登录，再携带会话令牌访问。"
    en = "Sign in first, then send the session token as a Bearer token."


class SessionExpired(Unauthenticated):
    zh = "登录已过期，请重新登录。"
    en = "The session has expired. Sign in again."


class SignInCodeRefused(Unauthenticated):
    zh = "登录码无效、已使用或已过期，请重新获取后登录。"
    en = "The sign-in code is invalid, used or expired. Get a new one and sign in again."


class Forbidden(AppError):
    status = 403
    zh = "没有权限执行此操作，请联系企业管理员开通。"
    en = "You may not do this. Ask an owner of the corp for the role it needs."


class RoleNotAllowed(Forbidden):
    pass


class NotAMember(Forbidden):
    zh = "您还不是会员，请先添加门店员工为好友。"
    en = "You are not a member yet. Add a member of staff first."


class NotAnOperator(Forbidden):
    zh = "该员工未开通后台角色，请联系企业所有者分配。"
    en = "This member of staff has no role here. Ask an owner to assign one."


class NotFound(AppError):
    status = 404
    zh = "没有找到该内容，请检查编号是否正确。"
    en = "Nothing here under that id. Check the id."


class UnknownCorp(NotFound):
    zh = "没有找到该企业，请检查企业标识是否正确。"
    en = "No corp under that key. Check the corp key."


class Conflict(AppError):
    status = 409
    zh = "与当前状态冲突，请刷新后重试。"
    en = "This conflicts with the present state. Reload and try again."


class IdempotencyConflict(Conflict):
    zh = "同一 Idempotency-Key 的请求仍在处理中，请稍后用同一键重试。"
    en = "A request with this Idempotency-Key is still running. Retry with the same key in a moment."


class IdempotencyMismatch(AppError):
    status = 422
    zh = "该 Idempotency-Key 已用于内容不同的请求，请更换新的键。"
    en = "This Idempotency-Key was used with another request. Use a new key."


class TooBusy(AppError):
    status = 429
    outlook = Outlook.AGAIN
    zh = "当前人数较多，请稍候几秒再试。"
    en = "Too many at once. Try again in a few seconds."


class Unavailable(AppError):
    status = 503
    outlook = Outlook.AGAIN
    zh = "服务暂时不可用，请稍后重试。"
    en = "Not available right now. Try again later."


class NotConfigured(Unavailable):
    zh = "系统尚未完成配置，请先运行配置命令写入企业参数。"
    en = "Not configured yet. Run the provisioning command to write the corp's settings first."


class OutcomeUnknown(Unavailable):
    """The database did not answer a write: it may or may not have happened. The same request may be repeated."""

    outlook = Outlook.UNKNOWN
    zh = "暂未收到处理结果，请用同一请求（同一 Idempotency-Key）重试，不会重复处理。"
    en = "No answer came back in time. Repeat the same request (same Idempotency-Key); it is not done twice."


class UpstreamFailed(Unavailable):
    """An outside platform answered that it did not do the thing. Whether a later try helps is each answer's own."""

    status = 502
    outlook = Outlook.NEVER
    zh = "微信侧接口返回失败，请稍后重试。"
    en = "The platform answered with a failure. Try again later."


class UpstreamUnknown(UpstreamFailed):
    """No answer came back: the thing may or may not have been done. Look it up, never repeat it blindly."""

    outlook = Outlook.UNKNOWN
    zh = "微信侧接口没有响应，结果未知，系统会自动核对。"
    en = "The platform did not answer and the outcome is unknown. It will be looked up."
