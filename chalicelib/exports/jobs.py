"""Long work of exports."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.exports.ids import ExportId


@job("make_export", zh="导出数据", en="Make an export")
class MakeExport(Job, frozen=True, kw_only=True):
    """Write the lines of an export into its file."""

    export: ExportId
