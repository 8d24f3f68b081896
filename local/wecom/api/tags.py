"""Corp tags and marking customers (docs/platform D4)."""

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


def _shown(group: TagGroup, tags: list[Tag], with_deleted: bool) -> Json:
    """A group as the API writes it, larger order first; `deleted` only when ids were asked."""

    def flag(item: Tag | TagGroup) -> Json:
        return {"deleted": item.deleted} if with_deleted else {}

    ordered = sorted(tags, key=lambda tag: -tag.order)
    return {
        "group_id": group.id, "group_name": group.name, "create_time": group.create_time,
        "order": group.order, **flag(group),
        "tag": [
            {"id": t.id, "name": t.name, "create_time": t.create_time, "order": t.order, **flag(t)}
            for t in ordered
        ],
    }  # fmt: skip


@api("externalcontact/get_corp_tag_list", fields="tag_id group_id")
def get_corp_tag_list(call: Call) -> Json:
    """The library, or the asked part; when both lists are given only group_id counts."""
    tag_ids, group_ids = texts(call.body, "tag_id"), texts(call.body, "group_id")
    if group_ids:
        found = [(g, g.tags) for g in _groups(call) if g.id in group_ids]
        _all_known(group_ids, [g.id for g, _ in found])
    elif tag_ids:
        found = [(g, [t for t in g.tags if t.id in tag_ids]) for g in _groups(call)]
        found = [(g, tags) for g, tags in found if tags]
        _all_known(tag_ids, [t.id for _, tags in found for t in tags])
    else:
        found = [(g, [t for t in g.tags if not t.deleted]) for g in _living(call)]
    found.sort(key=lambda pair: -pair[0].order)
    asked = bool(group_ids or tag_ids)
    return {"tag_group": [_shown(group, tags, asked) for group, tags in found]}


def _living(call: Call) -> list[TagGroup]:
    return [group for group in _groups(call) if not group.deleted]


def _all_known(asked: list[str], known: list[str]) -> None:
    if unknown := set(asked) - set(known):
        raise ApiError(40068, sorted(unknown)[0])


@api("externalcontact/add_corp_tag", fields="group_id group_name order tag agentid")
def add_corp_tag(call: Call) -> Json:
    """Add tags to a group, new or existing; a name twice in one call makes one tag."""
    items = objects(call.body, "tag")
    if not items:
        raise ApiError(40063, "a group cannot be empty")
    wanted = {_name(item, "name"): _order(item) for item in reversed(items)}
    group, is_new = _target(call)
    taken = {tag.name for tag in group.tags if not tag.deleted}
    if clash := taken & wanted.keys():
        raise ApiError(40071, sorted(clash)[0])
    count = sum(not t.deleted for g in _living(call) for t in g.tags)
    if count + len(wanted) > call.corp.limits.tags:
        raise ApiError(40126)
    now = call.world.unix()
    new = [
        Tag(call.world.new_id("et", 30), name, wanted[name], now) for name in reversed(wanted)
    ]  # fmt: skip
    group.tags.extend(new)
    if is_new:
        _groups(call).append(group)
    return {"tag_group": _shown(group, new, with_deleted=False)}


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
    wanted = required(call.body, "id", 40068)
    item, beside = _find(call, wanted)
    name = _name(call.body, "name") if call.body.get("name") is not None else item.name
    order = _order(call.body, item.order)
    if any(other.name == name for other in beside if other is not item):
        raise ApiError(40071, name)
    item.name, item.order = name, order
    return {}


def _find(call: Call, wanted: str) -> tuple[Tag | TagGroup, list[Tag] | list[TagGroup]]:
    for group in _living(call):
        if group.id == wanted:
            return group, _living(call)
        tags = [tag for tag in group.tags if not tag.deleted]
        for tag in tags:
            if tag.id == wanted:
                return tag, tags
    raise ApiError(40068, wanted)


@api("externalcontact/del_corp_tag", fields="tag_id group_id agentid")
def del_corp_tag(call: Call) -> Json:
    """Delete tags and groups; a group left empty disappears."""
    tag_ids, group_ids = texts(call.body, "tag_id"), texts(call.body, "group_id")
    if not tag_ids and not group_ids:
        raise ApiError(40063, "tag_id and group_id are both empty")
    living = _living(call)
    _all_known(group_ids, [group.id for group in living])
    _all_known(tag_ids, [tag.id for group in living for tag in group.tags if not tag.deleted])
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
    _all_known(add + remove, list(call.life.tag_ids(call.corp.corp_id)))
    before = relation.tags
    tags = list(dict.fromkeys([*(t for t in before if t not in remove), *add]))
    if len(tags) > call.corp.limits.tags_per_customer:
        raise ApiError(40126, "too many tags on one customer")
    relation.tags = tags
    if tags != before and call.corp.api_events:
        call.life.emit_edit(relation)
    return {}
