"""Long work about live codes."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.states import PackForm


@job("print_live_codes", zh="活码印刷包", en="Print pack of live codes")
class PrintLiveCodes(Job, frozen=True, kw_only=True):
    """Make one file of the labels of live codes. size_mm: of a code with its quiet zone."""

    codes: tuple[LiveCode, ...]
    form: PackForm
    size_mm: int
    has_caption: bool


@job("import_live_codes", zh="导入活码", en="Import live codes")
class ImportLiveCodes(Job, frozen=True, kw_only=True):
    """Make a live code of each line of an uploaded CSV. file_version: of the one that was looked at."""

    file: str
    file_version: str
