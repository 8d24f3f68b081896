"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, OPERATORS, READERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.scripts.facts import ScriptUsed

READ = Right("scripts.read", "查看话术库", "See the library of scripts", READERS)
WRITE = Right("scripts.write", "把素材放入或移出话术库", "Put content into the library of scripts, or out", CAMPAIGNERS)
USE = Right("scripts.use", "查看、收藏、使用已通过的话术", "See, mark and use approved scripts", OPERATORS)

ROOM = Room(
    name="scripts",
    zh="话术库",
    en="Approved content that staff say to customers, by category",
    tag="scripts",
    section=Section.REACH,
    flows=False,
    facts=(ScriptUsed,),
    rights=(READ, WRITE, USE),
    personal=(
        Personal(
            row="script_favourites",
            fields=("staff", "scripts"),
            why_zh="员工收藏自己常用的话术",
            why_en="A member of staff has at hand what they say often",
            erased_zh="员工编号随企业保留；没有客户的信息",
            erased_en="The userid stays the corp's; nothing of a customer",
        ),
    ),
    words={
        "category": Word("话术分类", "category"),
        "subcategory": Word("二级分类", "category below it"),
        "q": Word("名称或内容中的几个字", "part of the name or the text"),
        "item_id": Word("只看这一条", "this one alone"),
        "offered": Word("只看员工看得到或看不到的", "only those that staff see, or do not"),
        "beginning": Word("内容的开头", "how its text begins"),
        "favourites": Word("只看收藏", "only favourites"),
        "is_favourite": Word("是否收藏", "whether it is a favourite"),
        "version": Word("使用的版本", "version that was used"),
        "member_id": Word("会员", "member"),
        "is_offered": Word("员工是否看得到", "whether staff see it"),
        "use_id": Word("使用记录编号", "id of the use"),
        "used_at": Word("使用时间", "when it was used"),
        "removed_at": Word("移出时间", "when it was taken out"),
    },
)
