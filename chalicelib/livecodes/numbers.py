"""What is counted of live codes and their welcomes."""

from __future__ import annotations

from chalicelib.core.events.facts import Fact
from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.core.moments import moment
from chalicelib.livecodes.facts import LiveCodeVisited, WelcomeMissed, WelcomeSent
from chalicelib.livecodes.states import WelcomeState

SPOKEN = (By.CODE, By.STAFF)
VISITS = "visits"


def _missed(outcome: WelcomeState, zh: str, en: str, means_zh: str, means_en: str) -> Number:
    return Number(
        name=f"welcomes_{outcome}",
        zh=zh,
        en=en,
        means_zh=means_zh,
        means_en=means_en,
        fact=WelcomeMissed,
        counts=lambda welcome: welcome.outcome is outcome,
        by=SPOKEN,
    )


def _delay(fact: Fact[WelcomeSent]) -> int:
    """From the event's arrival to the answer that it was sent, in milliseconds."""
    return int((moment(fact.at) - moment(fact.data.received_at)).total_seconds() * 1000)


NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name=VISITS,
        zh="访问人数",
        en="Visits",
        means_zh="打开活码入口页的人，每人每码每天算一次；打开两个活码的人算两次，能辨认的爬虫不算",
        means_en="People who opened a live code's page, once a day and code; who opens two codes counts twice, a robot"
        " that says so does not",
        fact=LiveCodeVisited,
        by=(By.STORE, By.CODE, By.STAFF),
        busy=True,
    ),
    Number(
        name="welcomes_sent",
        zh="送达的欢迎语",
        en="Welcomes sent",
        means_zh="顾客已收到的欢迎语，含缺部分附件的与此前已发出的",
        means_en="Welcomes that customers have, in part or by an earlier try, too",
        fact=WelcomeSent,
        by=SPOKEN,
    ),
    Number(
        name="welcome_delay",
        zh="欢迎语时延",
        en="Delay of welcomes",
        means_zh="从收到添加事件到欢迎语发出；p50_ms、p95_ms 为该比例都不超过的时间，取所在区间的上限",
        means_en="From the event's arrival to the welcome's sending; p50_ms and p95_ms bound so many of them, by the"
        " upper end of a class",
        fact=WelcomeSent,
        counts=lambda welcome: welcome.outcome is not WelcomeState.ALREADY,
        amount=_delay,
        unit=Unit.MILLISECONDS,
        by=(By.CODE,),
    ),
    _missed(WelcomeState.EXPIRED, "超时的欢迎语", "Welcomes too late", "超过 20 秒未能发出", "Their 20 s were over"),
    _missed(WelcomeState.FAILED, "被拒的欢迎语", "Welcomes refused", "企业微信拒绝", "WeCom refused them"),
    _missed(WelcomeState.UNKNOWN, "无回音的欢迎语", "Welcomes unknown", "没有回音，无法确认", "No answer came"),
)
