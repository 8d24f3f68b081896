"""Why an export was not made, found or downloaded."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, NotFound, Refused


class UnknownExport(NotFound):
    zh = "没有找到该导出，请检查编号。"
    en = "No export under that id. Check the id."


class BadExport(Refused):
    zh = "导出条件有误：{reason}请修改后重试。"
    en = "Nothing can be exported so: {reason} Correct it and try again."


class ExportNotReady(Conflict):
    retry_after = 5
    zh = "文件还在生成，请查看导出进度，完成后再下载。"
    en = "The file is not made yet. Look at the export's progress and download it then."


class ExportStands(Conflict):
    zh = "文件没有生成：后台任务已暂停、失败或取消。请在后台任务中继续，或取消后重新导出。"
    en = "The file is not being made: its job was paused, stopped or failed. Resume it, or stop this and export again."


class ExportIsOver(Conflict):
    zh = "该导出已取消，或已过期并删除，请重新导出。"
    en = "This export was stopped, or its time is over and the file is deleted. Export again."


class ExportNotYours(Forbidden):
    zh = "文件只能由导出人本人下载；如您也需要，请以自己的账号导出。"
    en = "Only who made an export may download it. Export it yourself if you need it too."


class ExportReachesFarther(Forbidden):
    zh = "您的权限或数据范围在导出之后有所缩小，不能再下载此文件，请重新导出。"
    en = "Your rights or your scope became less since this was exported. Export it again."
