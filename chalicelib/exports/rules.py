"""What may be exported, and how an export stands; pure."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.errors import Fault
from chalicelib.core.storage.jobs import JobState
from chalicelib.exports.columns import Kind
from chalicelib.exports.shapes import Filters
from chalicelib.exports.states import ExportState, Purpose, ShownState

BY_JOB = {
    JobState.PAUSED: ShownState.PAUSED,
    JobState.FAILED: ShownState.FAILED,
    JobState.CANCELLED: ShownState.CANCELLED,
}


def faults(kind: Kind, which: Filters) -> Iterator[Fault]:
    """Filters that say nothing of this kind, or a state that none of them has."""
    for name in Filters.__struct_fields__:
        if getattr(which, name) and name not in kind.takes:
            zh, en = f"导出{kind.zh}时不能使用该筛选条件。", "This kind of export does not take this filter."
            yield Fault(f"which.{name}", "not_taken", None, zh, en)
    if "state" in kind.takes and which.state and which.state not in kind.states:
        states = ", ".join(kind.states)
        yield Fault("which.state", "one_of", states, f"状态须为：{states}。", f"A state is one of {states}.")


def asked_of(recipient: str) -> Iterator[Fault]:
    """What is asked before people's data is given to others (PIPL art. 23)."""
    if recipient:
        zh = "向企业以外提供个人信息，须已告知本人并取得单独同意。"
        en = "Before others get what you know of people, each must have been told of them and have agreed."
        yield Fault("recipient", "consent", None, zh, en)


def is_masked(purpose: Purpose, *, may_unmask: bool) -> bool:
    """Hidden from whoever may not see people whole, and from everybody who only counts (PIPL art. 51)."""
    return purpose is Purpose.ANALYSIS or not may_unmask


def shown(state: ExportState, job: JobState | None) -> ShownState:
    """How it stands: while it is made, as its job does."""
    if state is ExportState.MAKING and job is not None:
        return BY_JOB.get(job, ShownState.MAKING)
    return ShownState(state.value)
