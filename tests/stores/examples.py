"""The examples of stores in the API's document."""

from __future__ import annotations

from tests.support import files as browser
from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A store is made, looked at, edited, found, closed and opened."""
    owner = stack.operator()
    store = make.store(
        stack,
        by=owner,
        number="SH01",
        region="华东",
        address="上海市黄浦区人民大道 1 号",
        phone="021-63120000",
        hours=[{"day": "mon", "since": "10:00", "until": "22:00"}],
        location={"longitude": 121.4737, "latitude": 31.2304},
        manager="wangfang",
        clerks=["zhaolei"],
    )
    path = f"/admin/v1/stores/{store.id}"
    body = {
        name: store[name]
        for name in ("number", "name", "region", "address", "hours", "location", "manager", "staff", "clerks")
    }
    owner.put(path, {**body, "phone": "021-63120001", "version": store["version"]})
    owner.put(f"{path}/state", {"state": "closed", "confirm": True})
    owner.put(f"{path}/state", {"state": "open"})
    for read in (path, f"{path}/uses", "/admin/v1/stores?region=华东&limit=2", "/admin/v1/store-regions"):
        owner.get(read)
    owner.put("/admin/v1/staff/zhaolei/stores", {"store_id": store.id})
    owner.get("/admin/v1/staff/zhaolei/stores")
    browser.open_bucket()
    owner.post("/admin/v1/store-files")
    begun = owner.post("/admin/v1/store-imports", {"csv": "编号,名称\nSH02,静安寺店\n", "preview": True})
    owner.get(f"/admin/v1/store-imports/changes?file={begun.json()['file']}")
    stack.work_off()
