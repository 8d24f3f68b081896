"""An operator's week: 一位运营的一个星期.

Staff from the directory, roles with scopes, three stores and thirty live codes from tables, a campaign; then what goes
wrong in a week: a typo, a wrong price that two paid, a colleague who leaves, a post that must not have gone out. Each
step is done by who may, and the very same is refused to somebody who may not, in the refusal's own sentence. What comes
of it is looked at where customers and staff see it. An adviser gives a coupon from the side bar, a clerk redeems it and
takes a slip back. A customer is lost, and the week's numbers are what was done, also when they are counted again. At
last another brand looks at all of it and sees nothing.
"""

from __future__ import annotations

from local.stories.tale import Tale
from local.stories.week import campaign, finding, leaving, mistakes, neighbour, opening, recall, results, shop_floor
from local.stories.week.cast import Week

TITLE = "运营的一个星期 · an operator's week"
CHAPTERS = (
    ("周一 · Monday", (opening.hire, opening.give_roles, opening.open_stores, opening.bound, opening.print_codes)),
    (
        "周二 · Tuesday",
        (campaign.make_coupon, opening.all_work, campaign.welcome, campaign.write, campaign.schedule),
    ),
    (
        "周三 · Wednesday",
        (mistakes.mend_typos, mistakes.sell, mistakes.mend_price, mistakes.refund, mistakes.scan_again),
    ),
    ("周四 · Thursday", (leaving.leave, leaving.hand_over)),
    ("周五 · Friday", (recall.go_out, recall.take_back, recall.send_again)),
    (
        "周六 · Saturday",
        (
            *(finding.find, finding.take_out, finding.look_back, shop_floor.give, shop_floor.redeem),
            *(results.lose, results.add_up),
        ),
    ),
    ("周日 · Sunday", (neighbour.look,)),
)


def play(tale: Tale) -> Week:
    """Tell it; what it has learnt. Raises PromiseBroken, or WrongAnswer from a door."""
    week = Week(tale)
    neighbour.move_in(tale)
    for day, steps in CHAPTERS:
        tale.say(f"\n  {day}")
        for step in steps:
            step(week)
    return week
