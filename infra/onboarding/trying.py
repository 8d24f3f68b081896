"""What is asked of the platforms with values that may not be written yet: in threads that nobody waits for for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from threading import Thread
from time import monotonic
from typing import Any

from chalicelib.core.config import config
from chalicelib.core.errors import AppError
from chalicelib.platforms.wecom import probes, transport
from chalicelib.setup import asking
from chalicelib.setup.asking import Asked
from chalicelib.setup.shapes import Found
from chalicelib.setup.states import Check, Reason
from infra import provision
from infra.settings import CorpSettings

# For all checks of a page together: an answer that never ends is none.
PATIENCE = 10.0
# A userid that nobody has, one that the app does not see, and what cannot be one (docs/platform K2).
NOT_SEEN = (60111, 60011, 40003)


def within(asks: Mapping[Any, Callable[[], Any]]) -> dict[Any, Any]:
    """The answers that came in time. The threads are nobody's: Ctrl-C ends the process whatever they wait for."""
    answers: dict[Any, Any] = {}

    def one(name: object, ask: Callable[[], Any]) -> None:
        try:
            answers[name] = ask()
        except Exception:  # whatever it was: what it says may name what was asked, and with it a key
            return

    threads = [Thread(target=one, args=each, daemon=True) for each in asks.items()]
    end = monotonic() + PATIENCE
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    return dict(answers)


def asks(checks: Sequence[Check], settings: CorpSettings) -> dict[Check, Callable[[], Found]]:
    """Each check, by settings that it is given."""
    stack = config()
    asked = Asked(
        platforms=provision.platforms_of(settings),
        merchant=provision.merchant_of(settings) if settings.pay else None,
        wecom=stack.wecom_url,
        wechat=stack.wechat_url,
        wechatpay=stack.wechatpay_url,
        public=stack.public_url,
    )
    return {check: partial(asking.ask, check, asked) for check in checks}


def found(check: Check, answers: Mapping[Any, Any]) -> Found:
    """What a check came to; no answer in time is what was found."""
    answer = answers.get(check)
    return answer if isinstance(answer, Found) else Found(reason=Reason.NO_ANSWER)


def unseen(settings: CorpSettings, userids: Sequence[str]) -> tuple[int, ...]:
    """Which of these the app does not see, by their places from 1 on. Nobody, where it is not told."""
    wecom = config().wecom_url
    try:
        token = probes.token(wecom, settings.corp_id, settings.agent_secret)
        return tuple(place for place, one in enumerate(userids, 1) if not _is_seen(wecom, token, one))
    except (AppError, probes.Refused):
        return ()


def _is_seen(wecom: str, token: str, userid: str) -> bool:
    answer = transport.call("GET", f"{wecom}/cgi-bin/user/get", {"access_token": token, "userid": userid})
    return transport.errcode_of(answer) not in NOT_SEEN
