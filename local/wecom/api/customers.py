"""Customers and the members who follow them (docs/platform D3)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.checks import required, short
from local.wecom.api.paging import cut, page
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.records import Customer, Relation
from local.wecom.states import Status
from local.wecom.world import digest_id, external_id, openid, unionid

FOLLOWERS_A_PAGE = 500


@api("externalcontact/get_follow_user_list", "GET")
def get_follow_user_list(call: Call) -> Json:
    """Members who may have customers."""
    return {"follow_user": [staff.userid for staff in call.corp.staff.values() if staff.active and staff.serves]}


@api("externalcontact/list", "GET")
def list_customers(call: Call) -> Json:
    """A member's customers; a member without any gives 84061, not an empty list."""
    userid = call.query.get("userid", "")
    _check_member(call, userid)
    relations = call.world.customers_of(call.corp.corp_id, userid)
    if not relations:
        raise ApiError(84061)
    return {"external_userid": [relation.external_userid for relation in relations]}


@api("externalcontact/get", "GET")
def get_customer(call: Call) -> Json:
    """One customer with all followers, 500 a page."""
    external = call.query.get("external_userid", "")
    if not external:
        raise ApiError(41035)
    customer = call.world.customer_behind(call.corp.corp_id, external)
    followers = call.world.followers(call.corp.corp_id, external)
    if not followers:
        raise ApiError(84061)
    relations, following = cut(followers, call.query.get("cursor", ""), FOLLOWERS_A_PAGE)
    answer: Json = {
        "external_contact": contact(call, customer, external),
        "follow_user": [follower(call, relation) for relation in relations],
    }
    return answer | ({"next_cursor": following} if following else {})


@api(
    "externalcontact/remark",
    fields="userid external_userid remark description remark_company remark_mobiles remark_pic_mediaid",
)
def remark_customer(call: Call) -> Json:
    """Change a member's remark and description of a customer."""
    relation = friends(call)
    remark = short(call.body, "remark", 20, relation.remark)
    description = short(call.body, "description", 150, relation.description)
    if not {"remark", "description", "remark_company", "remark_mobiles"} & call.body.keys():
        raise ApiError(40063, "nothing to change")
    # As WeCom says: what is given takes the place of all numbers, and one empty text clears them (docs/platform D3).
    given = call.body.get("remark_mobiles")
    mobiles = [str(one) for one in given if one] if isinstance(given, list) else relation.mobiles
    changed = (remark, description, mobiles) != (relation.remark, relation.description, relation.mobiles)
    relation.remark, relation.description, relation.mobiles = remark, description, mobiles
    if changed and call.corp.api_events:
        call.life.emit_edit(relation)
    return {}


def contact(call: Call, customer: Customer, external_userid: str) -> Json:
    """The customer as the corp sees them; unionid needs a bound developer account."""
    view: Json = {
        "external_userid": external_userid, "name": customer.name, "avatar": customer.avatar,
        "type": 1, "gender": customer.gender,
    }  # fmt: skip
    return view | ({"unionid": unionid(customer.id)} if call.corp.mini_appid else {})


def follower(call: Call, relation: Relation) -> Json:
    """One item of follow_user: what this member knows, with this member's tags."""
    return {
        "userid": relation.userid, "remark": relation.remark,
        "description": relation.description, "createtime": relation.createtime,
        "tags": _tags(call, relation), "remark_mobiles": relation.mobiles, "add_way": relation.add_way,
        "oper_userid": relation.external_userid, "state": relation.state,
    }  # fmt: skip


def _tags(call: Call, relation: Relation) -> list[Json]:
    tags: dict[str, Json] = {
        tag.id: {"group_name": group.name, "tag_name": tag.name, "tag_id": tag.id, "type": 1}
        for group in call.world.state.tag_groups.get(call.corp.corp_id, [])
        for tag in group.tags
        if not tag.deleted
    }
    return [tags[tag_id] for tag_id in relation.tags if tag_id in tags]


def _check_member(call: Call, userid: str) -> None:
    if not userid:
        raise ApiError(41009)
    if userid not in call.corp.staff:
        raise ApiError(40003, userid)


def friends(call: Call) -> Relation:
    """The pair that a body names. Raises ApiError, 84061 unless they are friends now."""
    userid = required(call.body, "userid", 41009)
    external = required(call.body, "external_userid", 41035)
    _check_member(call, userid)
    call.world.customer_behind(call.corp.corp_id, external)
    relation = call.world.relation(call.corp.corp_id, userid, external)
    if relation is None or relation.status != Status.FRIENDS:
        raise ApiError(84061)
    return relation


@api("externalcontact/batch/get_by_user", fields="userid_list cursor limit")
def batch_get_by_user(call: Call) -> Json:
    """Customers of several members, one item per pair, at most 100 a page."""
    users = call.body.get("userid_list")
    if not isinstance(users, list) or not 1 <= len(users) <= 100:
        raise ApiError(40031)
    for userid in users:
        _check_member(call, str(userid))
    all_relations = [relation for userid in users for relation in call.world.customers_of(call.corp.corp_id, userid)]
    if not all_relations:
        raise ApiError(84061)
    relations, following = page(call.body, all_relations, default=50, most=100)
    return {"external_contact_list": [_pair(call, relation) for relation in relations], "next_cursor": following}


def _pair(call: Call, relation: Relation) -> Json:
    customer = call.world.customer(relation.customer_id)
    info = follower(call, relation)
    del info["tags"]
    living = call.life.tag_ids(call.corp.corp_id)
    info["tag_id"] = [tag_id for tag_id in relation.tags if tag_id in living]
    return {
        "external_contact": contact(call, customer, relation.external_userid),
        "follow_info": info,
    }


@api("idconvert/unionid_to_external_userid", fields="unionid openid subject_type")
def unionid_to_external_userid(call: Call) -> Json:
    """What the corp calls somebody; for whom no member has, a number that stands for them later (docs/platform D3)."""
    union, given = required(call.body, "unionid", 40058), required(call.body, "openid", 40058)
    corp = call.corp
    appids = [appid for appid in (corp.mini_appid, corp.account_appid) if appid]
    if not appids:
        raise ApiError(41057)
    customer = next((one for one in call.world.state.customers if unionid(one) == union), "")
    if not customer or given not in {openid(appid, customer) for appid in appids}:
        raise ApiError(40058, "unionid and openid are not of one account")
    external = external_id(corp.corp_id, customer)
    if call.world.followers(corp.corp_id, external):
        return {"external_userid": external}
    return {"pending_id": digest_id("pe", 32, "pending", corp.corp_id, customer)}
