"""Why something about a live code was refused."""

from __future__ import annotations

from chalicelib.core.errors import AppError, Conflict, NotFound, Refused, Unavailable
from chalicelib.core.ids import UserId


class UnknownLiveCode(NotFound):
    zh = "没有找到该活码，请核对活码编号。"
    en = "No live code under that id. Check the id."
    customers = (
        "该二维码无效或已停用，请向门店索取新的二维码。",
        "This code does not exist or is out of use. Ask the shop for a new one.",
    )


class BadWelcome(Refused):
    zh = "欢迎语有误：{reason}请修改后重试。"
    en = "The welcome cannot be sent so: {reason} Correct it and try again."


class BadLiveCode(Refused):
    zh = "活码有误：{reason}请修改后重试。"
    en = "The live code cannot be so: {reason} Correct it and try again."


class BadCodeSheet(Refused):
    zh = "文件有误：{reason}请修改后重新上传。"
    en = "The file cannot be taken: {reason} Correct it and upload it again."


class BadPack(Refused):
    zh = "印刷包有误：{reason}请修改后重试。"
    en = "No pack can be made so: {reason} Correct it and try again."


class UnknownPack(NotFound):
    zh = "没有找到该印刷包，可能已过期，请重新生成。"
    en = "No such pack. Its time may be over: make it again."


class PackNotReady(Conflict):
    retry_after = 5
    zh = "印刷包还在生成，或任务已停止，请在后台任务中查看进度。"
    en = "The pack is not made yet, or its job was stopped. Look at the job."


class LiveCodeChanged(Conflict):
    zh = "该活码已被他人修改，请刷新后在最新版本上重新编辑。"
    en = "Somebody changed this live code meanwhile. Reload and edit the latest revision."

    @classmethod
    def of(cls, row: object) -> LiveCodeChanged:
        """Whatever the row is by now that refused."""
        return cls()


class LiveCodeIsArchived(Conflict):
    zh = "该活码已归档，请先取消归档再操作。"
    en = "This live code is in the archive. Take it out of the archive first."


class LiveCodeNotArchived(Conflict):
    zh = "该活码没有归档，无需取消归档。"
    en = "This live code is not in the archive."


class StaffAway(AppError):
    """What a live code shows while somebody behind it has gone or cannot act."""

    zh = "员工 {userid} 已离职或账号不可用，其二维码不展示，恢复后自动展示。请安排其他员工。"
    en = "Staff {userid} left or cannot act. Their code is not shown until they are back. Name somebody else."

    def __init__(self, userid: UserId) -> None:
        super().__init__(self.zh.format(userid=userid), self.en.format(userid=userid))


class TagDeleted(AppError):
    """What a live code shows after WeCom has deleted tags of it."""

    zh = "标签 {tags} 已在企业微信删除，已从活码中移除，其他设置不变。"
    en = "The tag {tags} was deleted at WeCom and was taken out of the live code. Everything else stays."

    def __init__(self, tags: str) -> None:
        super().__init__(self.zh.format(tags=tags), self.en.format(tags=tags))


class LiveCodeRests(Conflict):
    zh = "该活码已暂停，顾客扫码会看到暂停提示；恢复后继续使用。"
    en = "This live code is paused. Who scans it reads so; resume it to go on."
    customers = (
        "该二维码正在休息，请稍后再来，或联系门店员工。",
        "This code is having a rest. Come back later, or ask the shop's staff.",
    )


class LiveCodeEnded(Conflict):
    zh = "该活码已归档，不再展示二维码。"
    en = "This live code is in the archive and shows no QR code any more."
    customers = (
        "该二维码已停止使用，请向门店索取新的二维码。",
        "This code is no longer in use. Ask the shop for a new one.",
    )


class NobodyServes(Unavailable):
    zh = "二维码暂时无法使用，请联系门店员工。"
    en = "This code does not work at the moment. Ask the shop's staff."


class StillPreparing(Unavailable):
    reloads = True
    zh = "二维码正在生成，请几秒后刷新页面。"
    en = "The code is being made. Reload in a few seconds."
