"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word

SEE = Right("jobs.see", "查看后台任务的进度与问题行", "See jobs, how far they are and what they rejected", READERS)
CONTROL = Right("jobs.control", "暂停、继续、取消后台任务", "Pause, resume and cancel jobs", CAMPAIGNERS)

ROOM = Room(
    name="jobs",
    zh="后台任务",
    en="Imports, exports and other long work",
    tag="jobs",
    section=Section.SETTINGS,
    due=("job",),
    rights=(SEE, CONTROL),
    personal=(
        Personal(
            row="job",
            fields=("asked_by",),
            why_zh="任务由谁发起",
            why_en="Who asked for the job",
            erased_zh="员工编号随企业保留",
            erased_en="The userid stays the corp's",
        ),
    ),
    words={
        "JobsQuery.mine": Word("只看自己的", "one's own only"),
        "Job.listed": Word("问题行中已列出的数量", "how many of those that failed are listed"),
        "Job.result": Word("产出，如文件名，没有时为空", "what was made, such as a file's name; '' for nothing"),
        "Rejected.reference": Word("对应编号，没有时为空", "the id that the line names; '' for none"),
        "Rejected.reason_zh": Word("原因（中文）", "why, in Chinese"),
        "Rejected.reason_en": Word("原因（英文）", "why, in English"),
        "Rejects.beyond": Word("超出上限、只计数的问题行数", "so many more were only counted"),
    },
)
