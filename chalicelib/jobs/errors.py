"""Why a job was not found or not moved."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, NotFound


class UnknownJob(NotFound):
    zh = "没有找到该任务，请检查编号是否正确。"
    en = "No job under that id. Check the id."


class JobCannotMove(Conflict):
    zh = "任务当前状态不允许此操作，请刷新后查看。"
    en = "The job's present state does not allow this. Reload it."


class JobReachesFarther(Forbidden):
    zh = "您的数据范围在发起该任务之后有所缩小，不能再继续它，请取消后重新发起。"
    en = "Your scope became less since you asked for this job, so it cannot go on. Cancel it, and ask for another."
