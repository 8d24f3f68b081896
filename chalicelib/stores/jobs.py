"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job


@job("import_stores", zh="导入门店", en="Import stores")
class ImportStores(Job, frozen=True, kw_only=True):
    """Make and edit stores as a file of `imports` says. etag: of the file, so that no other is read half way."""

    file: str
    etag: str


@job("preview_stores", zh="预览门店导入", en="Preview an import of stores")
class PreviewStores(Job, frozen=True, kw_only=True):
    """Say what such an import would do, and write nothing."""

    file: str
    etag: str
