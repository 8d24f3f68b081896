"""What is wrong where customers are lost."""

from __future__ import annotations

from chalicelib.core.errors import Conflict


class ManyDeleted(Conflict):
    """Shown beside losses, and never raised: a member of staff has deleted as many as the corp's alarm says."""

    zh = "该员工当天删除了 {count} 位客户，已达到告警数量，请核实是否为误删或恶意删除。"
    en = "This member of staff deleted {count} customers on that day, as many as the alarm is set to. Find out why."

    def __init__(self, count: int = 0) -> None:
        super().__init__(self.zh.format(count=count), self.en.format(count=count), count=count)
