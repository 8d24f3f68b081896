"""Live codes after they were made, for the API document."""

from __future__ import annotations

from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """Edited, copied, paused, archived and taken out again; old ways ended; found by filters."""
    owner = stack.operator()
    made = make.live_code(stack, by=owner, name="橱窗")
    path = f"/admin/v1/live-codes/{made.id}"
    staff = [{"userid": "wangfang", "weight": 2}]
    owner.put(path, {"name": "橱窗海报", "staff": staff, "welcome": make.WELCOME, "revision": 1})
    stack.drain()
    owner.post(f"{path}/copies", {"name": "二店橱窗"})
    for verb in ("pause", "resume", "archive", "restore"):
        owner.post(f"{path}/{verb}")
    owner.post(f"{path}/old-ways/end", {"confirm": True})
    owner.get("/admin/v1/live-codes?limit=2&state=open&staff=wangfang")
    file = owner.post("/admin/v1/live-code-imports/uploads").json()["file"]
    lines = "名称,员工,欢迎语\n一店立牌,liming:2;wangfang,您好，欢迎光临\n二店立牌,nobody,您好\n"
    files.put(stack.ctx(), Area.IMPORTS, file, lines.encode(), "text/csv")
    owner.post("/admin/v1/live-code-imports/previews", {"file": file})
    owner.post("/admin/v1/live-code-imports", {"file": file})
    stack.work_off()
    owner.get(f"{path}/print?form=svg&size_mm=50")
    pack = owner.post("/admin/v1/live-code-packs", {"codes": [made.id], "form": "pdf_a4"}).json()["job_id"]
    stack.work_off()
    owner.get(f"/admin/v1/live-code-packs/{pack}")
