"""Why a role was not given."""

from __future__ import annotations

from chalicelib.core.errors import Conflict


class OwnerIsFixed(Conflict):
    zh = "该员工是配置中指定的企业所有者，请修改企业配置。"
    en = "This member of staff is an owner by the corp's settings. Change the settings instead."
