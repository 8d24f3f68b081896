"""What is said before a tag goes, and what a name may not be: pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.core.errors import Fault
from chalicelib.members.shapes import TagGroup
from chalicelib.tags.shapes import TagUses


def faults_of_name(name: str, beside: Sequence[str]) -> Iterator[Fault]:
    """A name is there once in its group; groups have theirs once."""
    if name in beside:
        zh, en = (
            f"已有名为「{name}」的，请换一个名称，或合并。",
            f"There is one called {name}. Take another name, or merge.",
        )
        yield Fault("name", "taken", name, zh, en)


def faults_of_merge(tag: str, into: str, every: Sequence[TagGroup]) -> Iterator[Fault]:
    """Into another tag that there is."""
    if into == tag:
        yield Fault(
            "into",
            "itself",
            None,
            "不能合并到自己，请选择另一个标签。",
            "It cannot go into itself. Choose another tag.",
        )
    elif into not in {one.id for group in every for one in group.tags}:
        zh, en = "要合并到的标签不存在，可能已被删除，请重新选择。", "There is no such tag to go into. Choose another."
        yield Fault("into", "unknown", into, zh, en)


def warning(named: str, uses: TagUses, *, is_merged: bool) -> list[Fault]:
    """What uses tags that are to go, and what becomes of it; nothing where nothing does."""
    if not (uses.members or uses.many_codes or uses.many_posts or uses.taggings):
        return []
    least = ("", "") if uses.is_all else ("至少 ", "at least ")
    zh = (
        f"「{named}」在使用中：会员 {least[0]}{uses.members} 人，活码 {uses.many_codes} 个，"
        f"未发完的群发 {uses.many_posts} 个，未完成的批量打标签 {uses.taggings} 个。"
    )
    en = (
        f"{named} is in use: {least[1]}{uses.members} members, {uses.many_codes} live codes,"
        f" {uses.many_posts} posts to go out, {uses.taggings} bulk taggings under way."
    )
    if is_merged:
        zh, en = f"{zh}合并后都改用另一个标签，不能恢复。", f"{en} They all get the other tag, which cannot be undone."
    else:
        zh = f"{zh}删除后从会员与活码上去掉，这些群发会暂停，不能恢复。"
        en = f"{en} It leaves members and codes, and those posts are paused. That cannot be undone."
    return [Fault("confirm", "in_use", uses.members, zh, en)]
