"""Who somebody is whom WeChat signed in (docs/platform D3)."""

from __future__ import annotations

from local.wecom import Sandbox
from local.wecom.testing import APPID, CORP, Client, corp_setup
from local.wecom.world import openid, unionid

API = "idconvert/unionid_to_external_userid"
FANG = {"unionid": unionid("fang"), "openid": openid(APPID, "fang"), "subject_type": 0}


def test_a_customer_is_known_and_a_stranger_pending(client: Client, sandbox: Sandbox) -> None:
    """Somebody whom a member has is told by their id; before, only by a number that stands for them."""
    before = client.post(API, FANG)
    assert (before["errcode"], before["pending_id"][:2], "external_userid" in before) == (0, "pe", False)
    way = client.contact_way()
    added = client.control("POST", "/customers/fang/add", {"config_id": way["config_id"]})
    after = client.post(API, FANG)
    assert (after["external_userid"], "pending_id" in after) == (added["external_userid"], False)


def test_the_two_ids_must_be_of_one_account_and_a_program_bound(client: Client) -> None:
    """Somebody else's openid, one id missing, or no bound mini-program is refused."""
    assert client.post(API, {**FANG, "openid": openid(APPID, "ming")})["errcode"] == 40058
    assert client.post(API, {"unionid": FANG["unionid"]})["errcode"] == 40058
    client.control("PUT", f"/corps/{CORP}", corp_setup(mini_appid=""))
    assert client.post(API, FANG)["errcode"] == 41057
