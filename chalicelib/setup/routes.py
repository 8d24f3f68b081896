"""The doors of setup."""

from __future__ import annotations

from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.http import rates
from chalicelib.core.http.routes import Routes
from chalicelib.platforms.wechatpay.errors import ASKED as PAY
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.setup import service, shapes
from chalicelib.setup.room import ROOM, SEE

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/setup",
    allow=SEE,
    summary=("接入检查：各项是否连通", "How the corp is connected, as it was known last"),
    answer=shapes.Setup,
)
def read_setup(ctx: Ctx) -> shapes.Setup:
    return service.setup(ctx)


@routes.post(
    "/admin/v1/setup/checks",
    allow=SEE,
    rate=rates.PLATFORM_CHECKS,
    leaves=Leaves(shapes.CHECKS),
    afresh=True,
    summary=("重测接入", "Test again how the corp is connected"),
    body=shapes.NewChecks,
    answer=shapes.Setup,
    errors=(*WECOM, *PAY),
)
def check_setup(ctx: Ctx, body: shapes.NewChecks) -> shapes.Setup:
    return service.check(ctx, body.checks)
