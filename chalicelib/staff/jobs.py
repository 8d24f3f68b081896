"""Long work about the directory."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job


@job("reconcile_staff", zh="同步通讯录", en="Bring the directory up to date")
class ReconcileStaff(Job, frozen=True, kw_only=True):
    """Ask WeCom about everybody, and about whoever is not listed any more."""
