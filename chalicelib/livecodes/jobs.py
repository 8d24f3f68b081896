"""Long work about live codes."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job


@job("import_live_codes", zh="导入活码", en="Import live codes")
class ImportLiveCodes(Job, frozen=True, kw_only=True):
    """Make a live code of each line of an uploaded CSV. file_version: of the one that was looked at."""

    file: str
    file_version: str
