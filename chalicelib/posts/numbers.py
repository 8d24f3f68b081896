"""What is counted of posts; what staff confirmed and customers got, their tasks count."""

from __future__ import annotations

from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.posts.facts import PostPlanned

NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name="posts_targeted",
        zh="群发计划人数",
        en="Targeted by posts",
        means_zh="群发每次执行计划送达的对象数之和",
        means_en="Targets of posts, as each occurrence planned them",
        fact=PostPlanned,
        amount=lambda fact: fact.data.targeted,
        unit=Unit.PEOPLE,
        by=(By.POST,),
    ),
)
