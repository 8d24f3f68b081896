"""Why a job was not found or not moved."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound


class UnknownJob(NotFound):
    zh = "没有找到该任务，请检查编号是否正确。"
    en = "No job under that id. Check the id."


class JobCannotMove(Conflict):
    zh = "任务当前状态不允许此操作，请刷新后查看。"
    en = "The job's present state does not allow this. Reload it."
