"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, READERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.payments.errands import ERRANDS
from chalicelib.payments.facts import FACTS

READ = Right("payments.read", "查看支付与退款", "See payments and refunds", READERS)
RETRY = Right("payments.retry_refund", "重试受阻的退款", "Have a stuck refund tried again", OWNERS)

_WHY_ZH, _WHY_EN = "记录谁付了款、款项退还给谁", "Whose money it is, and to whom it goes back"
_ERASED_ZH = "清除 openid；交易记录自完成之日起至少保存三年（电子商务法第三十一条），期满删除"
_ERASED_EN = (
    "The openid is emptied; records of a deal are kept for at least three years (E-Commerce Law 31), then deleted"
)

ROOM = Room(
    name="payments",
    zh="支付与退款",
    en="Payments and refunds",
    tag="payments",
    section=Section.TRADE,
    facts=FACTS,
    errands=ERRANDS,
    due=("payment", "refund"),
    rights=(READ, RETRY),
    personal=(
        Personal(
            row="payment",
            fields=("member_id", "openid"),
            why_zh=_WHY_ZH,
            why_en=_WHY_EN,
            erased_zh=_ERASED_ZH,
            erased_en=_ERASED_EN,
        ),
        Personal(
            row="refund",
            fields=("member_id",),
            why_zh=_WHY_ZH,
            why_en=_WHY_EN,
            erased_zh="交易记录自完成之日起至少保存三年（电子商务法第三十一条），期满删除",
            erased_en="Records of a deal are kept for at least three years (E-Commerce Law 31), then deleted",
        ),
    ),
)
