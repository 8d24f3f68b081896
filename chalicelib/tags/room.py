"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word
from chalicelib.tags.jobs import DeleteTags, MergeTags, RenameTag

READ = Right("tags.read", "查看标签的使用情况", "See what uses a tag", ADVISERS)
EDIT = Right("tags.edit", "修改标签与标签组的名称", "Rename tags and groups of them", CAMPAIGNERS)
REMOVE = Right("tags.remove", "合并、删除标签与标签组", "Merge and delete tags and groups of them", CAMPAIGNERS)

ROOM = Room(
    name="tags",
    zh="标签",
    en="Tags: what uses them; renamed, merged and deleted",
    tag="tags",
    section=Section.CUSTOMERS,
    jobs=(RenameTag, MergeTags, DeleteTags),
    rights=(READ, EDIT, REMOVE),
    words={
        "was": Word("所见名称", "name that was seen"),
        "into": Word("合并到的标签", "tag it goes into"),
        "uses": Word("使用情况", "what uses it"),
        "members": Word("会员人数", "members"),
        "is_all": Word("人数是否完整", "whether that is all of them"),
        "live_codes": Word("活码名称", "names of live codes"),
        "many_codes": Word("活码个数", "how many live codes"),
        "posts": Word("未发完的群发", "posts to go out"),
        "many_posts": Word("未发完的群发个数", "how many posts to go out"),
        "taggings": Word("未完成的批量打标签", "bulk taggings under way"),
        "same_name": Word("是否另有同名标签", "whether another tag is called the same"),
        "in_hand": Word("正在修改它的任务", "job that changes it"),
        "group_id": Word("标签组", "group"),
        "group_name": Word("标签组名称", "group's name"),
    },
)
