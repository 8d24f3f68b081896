"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.reconcile.states import Depth


@job("reconcile", zh="与企业微信对账", en="Compare with WeCom")
class Reconcile(Job, frozen=True, kw_only=True):
    """Compare what WeCom lists of each member of staff with what we know. is_import: for the first time."""

    depth: Depth
    is_import: bool


@job("import_sources", zh="导入首次来源", en="Import first sources")
class ImportSources(Job, frozen=True, kw_only=True):
    """Read a file of `imports`, a line a customer: where they came from, when and to whom."""

    file: str
