"""What the document shows of departures."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """Somebody with one customer hands over, is looked after, and another's is stopped."""
    owner = stack.operator()
    way = make.live_code(stack, staff=[{"userid": "chenyu"}])["contact_ways"][0]["config_id"]
    stack.platform.add(stack.platform.customer("小雨"), way)
    stack.work_off()
    owner.get("/admin/v1/staff/chenyu/holdings")
    takers = [{"userid": "wangfang", "weight": 2}, {"userid": "zhaolei"}]
    body = {"staff": "chenyu", "takers": takers, "message": "您好，以后由我为您服务"}
    begun = owner.post("/admin/v1/departures", body).json()["departure_id"]
    stack.work_off()
    for path in ("", f"/{begun}", f"/{begun}/customers"):
        owner.get(f"/admin/v1/departures{path}")
    owner.post(f"/admin/v1/departures/{begun}/look")
    stack.work_off()
    other = owner.post("/admin/v1/departures", {"staff": "liming", "takers": [{"userid": "wangfang"}]}).json()
    owner.post(f"/admin/v1/departures/{other['departure_id']}/stop")
    stack.work_off()
