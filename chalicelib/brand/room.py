"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word

EDIT = Right("brand.edit", "设置品牌", "Change how customer pages look", CAMPAIGNERS)
READ = Right("brand.read", "查看品牌设置", "See how customer pages look", READERS)

ROOM = Room(
    name="brand",
    zh="品牌",
    en="Brand: how the pages that customers see look",
    tag="brand",
    section=Section.SETTINGS,
    flows=False,
    rights=(EDIT, READ),
    words={
        "name": Word("品牌名称", "brand's name"),
        "colour": Word("主色", "main colour"),
        "text_colour": Word("主色上的文字颜色", "text colour"),
        "logo": Word("Logo", "logo"),
        "entry_title": Word("入口页标题", "title of the entry page"),
        "entry_hint": Word("入口页说明", "hint of the entry page"),
        "foot": Word("页脚", "foot"),
        "mini_program_link": Word("小程序链接", "mini-program link"),
        "revision": Word("所见版本", "revision"),
    },
)
