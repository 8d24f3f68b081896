"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.ops.catalogue import NORMAL, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import FEN, MINUTES, PEOPLE, PIECES, TIMES, Word
from chalicelib.groupbuys import facts
from chalicelib.groupbuys.jobs import CountBooks, EndTeams, StopTeams

CREATE = Right("groupbuys.create", "创建拼团活动", "Create group-buy activities", CAMPAIGNERS)
EDIT = Right("groupbuys.edit", "修改拼团活动", "Change group-buy activities", CAMPAIGNERS)
END = Right(
    "groupbuys.end",
    "停止、提前结束拼团活动，退回剩余库存",
    "Stop and end group-buy activities, and return what they did not sell",
    CAMPAIGNERS,
)
READ = Right("groupbuys.read", "查看拼团活动、团、订单与账目", "Read activities, teams, orders and books", READERS)

ROOM = Room(
    name="groupbuys",
    zh="拼团",
    en="Group-buys",
    tag="group-buys",
    section=Section.PROMOTE,
    facts=(
        facts.GroupbuyCreated,
        facts.GroupbuyEdited,
        facts.GroupbuyEnded,
        facts.GroupbuyStopped,
        facts.TeamOpened,
        facts.SeatPaid,
        facts.TeamSucceeded,
        facts.TeamFailed,
    ),
    jobs=(CountBooks, StopTeams, EndTeams),
    due=("team", "groupbuy_end"),
    rights=(CREATE, EDIT, END, READ),
    public=("/g/{entry}",),
    counted=(
        Metric(
            name="SeatsTaken",
            zh="占用的名额",
            en="Seats that were taken",
            no_page=NORMAL,
        ),
        Metric(
            name="SeatsPaid",
            zh="付款的名额",
            en="Seats that were paid",
            no_page=NORMAL,
        ),
        Metric(
            name="TeamsComplete",
            zh="成团数",
            en="Teams that were complete",
            no_page=NORMAL,
        ),
        Metric(
            name="TeamsFailed",
            zh="未成团数",
            en="Teams whose time was over",
            no_page=NORMAL,
        ),
    ),
    personal=(
        Personal(
            row="groupbuy_team",
            fields=("leader", "seats"),
            why_zh="记录谁开团、谁占了名额，名字只存首字",
            why_en="Who leads a team and who sits in it, with the first character of their name",
            erased_zh="会员编号改为无法指向任何人的编号，名字清空；名额与付款记录留存",
            erased_en="The member's id becomes one that leads to nobody, the name goes; seat and payment stay",
        ),
        Personal(
            row="groupbuy_allowance",
            fields=("orders",),
            why_zh="执行每位会员的限购次数",
            why_en="To hold a member to the activity's limit",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "Books.counted_at": Word("统计结束时间", "when the counting ended"),
        "Books.open": Word("进行中的团数", "teams that are open"),
        "Books.succeeded": Word("已成团数", "teams that are complete"),
        "Books.seats_paid": Word("已付款席位数", "seats that are paid"),
        "Books.money_in": Word("收款，单位分", "money that came in, in fen"),
        "Books.money_kept": Word("实收，单位分", "money that stays, in fen"),
        "Books.money_refunding": Word("退款中，单位分", "money on its way back, in fen"),
        "Books.money_refunded": Word("已退款，单位分", "money that went back, in fen"),
        "Books.held": Word("已占未付的库存", "stock that is held and not paid"),
        "Books.sold": Word("已售库存", "stock that is sold"),
        "SeatForFriends.is_leader": Word("是否团长", "whether they opened the team"),
        "is_sold_out": Word("是否售罄", "whether it is sold out"),
        "my_team": Word("我的团", "my team"),
        "store_id": Word("门店", "store"),
        "q": Word("活动名称", "part of the name"),
        "state": Word("状态", "state"),
        "maker": Word("创建人", "maker"),
        "revision": Word("修订号", "revision"),
        "teams": Word("进行中的团", "teams that run"),
        "over": Word("是否已结束", "whether they are over"),
        "name": Word("活动名称", "activity's name"),
        "sku_id": Word("规格编号", "SKU id"),
        "team_size": Word("成团人数", "team size", PEOPLE),
        "team_price": Word("拼团价", "team price", FEN),
        "opens_at": Word("活动开始时间", "activity opens"),
        "closes_at": Word("活动结束时间", "activity closes"),
        "stock": Word("活动库存", "activity's stock", PIECES),
        "team_life": Word("成团时限", "time to complete a team", MINUTES),
        "hold": Word("支付时限", "time to pay", MINUTES),
        "per_member": Word("每人限购次数", "orders a member", TIMES),
        "new_only": Word("仅限新客", "new customers only"),
        "buckets": Word("库存分片数", "stock buckets"),
        "coupon_code": Word("券码", "coupon code"),
    },
)
