"""Corp tags and marking customers (docs/platform D4)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wecom.api.checks import objects, optional, required, texts
from local.wecom.api.customers import friends
from local.wecom.api.registry import Call, api
from local.wecom.errors import ApiError
from local.wecom.records import Tag, TagGroup

NAME_LENGTH = 30
ORDER_END = 2**32


def _groups(call: Call) -> list[TagGroup]:
    return call.world.state.tag_groups.setdefault(call.corp.corp_id, [])


def _name(body: Json, name: str) -> str:
    value = optional(body, name, str, "").strip()
    if not 1 <= len(value) <= NAME_LENGTH:
        raise ApiError(40072)
    return value


def _order(body: Json, default: int = 0) -> int:
    value = optional(body, "order", int, default)
    if not 0 <= value < ORDER_END:
        raise ApiError(40058, "order must be in [0, 2^32)")
    return value


def _view(group: TagGroup, tags: list[Tag], with_deleted: bool) -> Json:
    """A group as the API writes it, larger order first; `deleted` only where ids were asked for."""

    def flag(item: Tag | TagGroup) -> Json:
        return {"deleted": item.deleted} if with_deleted else {}

    ordered = sorted(tags, key=lambda tag: -tag.order)
    return {
        "group_id": group.id, "group_name": group.name, "create_time": group.create_time,
        "order": group.order, **flag(group),
        "tag": [
            {"id": tag.id, "name": tag.name, "create_time": tag.create_time, "order": tag.order, **flag(tag)}
            for tag in ordered
        ],
    }  # fmt: skip


@api("externalcontact/get_corp_tag_list", fields="tag_id group_id")
def get_corp_tag_list(call: Call) -> Json:
    """The library, or a part of it; where both lists are there only group_id counts. Raises ApiError 40068."""
    tag_ids, group_ids = texts(call.body, "tag_id"), texts(call.body, "group_id")
    if group_ids:
        groups = [(group, group.tags) for group in _groups(call) if group.id in group_ids]
        _check_all(group_ids, [group.id for group, _ in groups])
    elif tag_ids:
        groups = [(group, [tag for tag in group.tags if tag.id in tag_ids]) for group in _groups(call)]
        groups = [(group, tags) for group, tags in groups if tags]
        _check_all(tag_ids, [tag.id for _, tags in groups for tag in tags])
    else:
        groups = [(group, _living_tags(group)) for group in _living(call)]
    groups.sort(key=lambda pair: -pair[0].order)
    by_id = bool(group_ids or tag_ids)
    return {"tag_group": [_view(group, tags, by_id) for group, tags in groups]}


def _living(call: Call) -> list[TagGroup]:
    return [group for group in _groups(call) if not group.deleted]


def _living_tags(group: TagGroup) -> list[Tag]:
    return [tag for tag in group.tags if not tag.deleted]


def _check_all(ids: list[str], existing: list[str]) -> None:
    if unknown := set(ids) - set(existing):
        raise ApiError(40068, sorted(unknown)[0])


@api("externalcontact/add_corp_tag", fields="group_id group_name order tag agentid")
def add_corp_tag(call: Call) -> Json:
    """Add tags to a group, new or existing; a name twice in one call makes one tag."""
    items = objects(call.body, "tag")
    if not items:
        raise ApiError(40063, "a group cannot be empty")
    wanted = {_name(item, "name"): _order(item) for item in reversed(items)}
    group, is_new = _target(call)
    taken = {tag.name for tag in _living_tags(group)}
    if clash := taken & wanted.keys():
        raise ApiError(40071, sorted(clash)[0])
    count = sum(len(_living_tags(each)) for each in _living(call))
    if count + len(wanted) > call.corp.limits.tags:
        raise ApiError(40126)
    now = call.world.unix()
    new = [Tag(call.world.new_id("et", 30), name, wanted[name], now) for name in reversed(wanted)]
    group.tags.extend(new)
    if is_new:
        _groups(call).append(group)
    return {"tag_group": _view(group, new, with_deleted=False)}


def _target(call: Call) -> tuple[TagGroup, bool]:
    """The group to add to: by id (name and order are then ignored), by name, or a new one."""
    if group_id := optional(call.body, "group_id", str, ""):
        for group in _living(call):
            if group.id == group_id:
                return group, False
        raise ApiError(40068, group_id)
    name = _name(call.body, "group_name")
    for group in _living(call):
        if group.name == name:
            return group, False
    new_id = call.world.new_id("et", 30)
    return TagGroup(new_id, name, _order(call.body), call.world.unix()), True


@api("externalcontact/edit_corp_tag", fields="id name order agentid")
def edit_corp_tag(call: Call) -> Json:
    """Rename or reorder a tag or a group; a name taken beside it is 40071."""
    item, beside = _find(call, required(call.body, "id", 40068))
    _check_ours([item] if isinstance(item, Tag) else _living_tags(item))
    name = _name(call.body, "name") if call.body.get("name") is not None else item.name
    order = _order(call.body, item.order)
    if any(other.name == name for other in beside if other is not item):
        raise ApiError(40071, name)
    item.name, item.order = name, order
    return {}


def _check_ours(tags: list[Tag]) -> None:
    """Who made a tag alone may change or delete it."""
    if any(tag.foreign for tag in tags):
        raise ApiError(301002)


def _find(call: Call, item_id: str) -> tuple[Tag | TagGroup, list[Tag] | list[TagGroup]]:
    """The tag or the group of an id, and those beside it."""
    for group in _living(call):
        if group.id == item_id:
            return group, _living(call)
        tags = _living_tags(group)
        for tag in tags:
            if tag.id == item_id:
                return tag, tags
    raise ApiError(40068, item_id)


@api("externalcontact/del_corp_tag", fields="tag_id group_id agentid")
def del_corp_tag(call: Call) -> Json:
    """Delete tags and groups; a group left empty disappears."""
    tag_ids, group_ids = texts(call.body, "tag_id"), texts(call.body, "group_id")
    if not tag_ids and not group_ids:
        raise ApiError(40063, "tag_id and group_id are both empty")
    living = _living(call)
    _check_all(group_ids, [group.id for group in living])
    _check_all(tag_ids, [tag.id for group in living for tag in _living_tags(group)])
    meant = [tag for group in living for tag in _living_tags(group) if group.id in group_ids or tag.id in tag_ids]
    _check_ours(meant)
    for group in living:
        for tag in group.tags:
            tag.deleted |= tag.id in tag_ids or group.id in group_ids
        group.deleted = all(tag.deleted for tag in group.tags)
    _unmark(call)
    return {}


def _unmark(call: Call) -> None:
    """Deleted tags leave the customers they were on."""
    alive = call.life.tag_ids(call.corp.corp_id)
    for relation in call.world.state.relations.values():
        if relation.corp_id == call.corp.corp_id:
            relation.tags = [tag_id for tag_id in relation.tags if tag_id in alive]


@api("externalcontact/mark_tag", fields="userid external_userid add_tag remove_tag", in_flight=True)
def mark_tag(call: Call) -> Json:
    """Change the tags that one member put on one customer, nobody else's."""
    add, remove = texts(call.body, "add_tag"), texts(call.body, "remove_tag")
    relation = friends(call)
    if not add and not remove:
        raise ApiError(40063, "add_tag and remove_tag are both empty")
    _check_all(add + remove, list(call.life.tag_ids(call.corp.corp_id)))
    former = relation.tags
    tags = list(dict.fromkeys([*(tag_id for tag_id in former if tag_id not in remove), *add]))
    if len(tags) > call.corp.limits.tags_per_customer:
        raise ApiError(40126, "too many tags on one customer")
    relation.tags = tags
    if tags != former and call.corp.api_events:
        call.life.emit_edit(relation)
    return {}
