"""Long work of an upgrade."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job


@job("upgrade", zh="升级已存数据", en="Bring stored rows up to a release")
class Upgrade(Job, frozen=True, kw_only=True):
    """Make the migrations that a release brings, in every row of the stack."""

    release: str
