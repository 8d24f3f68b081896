"""Facts that a stream lost are derived again from the rows, and no other is touched."""

from __future__ import annotations

from chalicelib.core import aws
from chalicelib.core.config import config
from infra.repair import repair
from tests.support import make
from tests.support.stack import running_stack
from tests.support.state import items


def test_lost_facts_come_back_and_a_second_run_writes_nothing(place: str) -> None:
    """Delete every fact that lasts: repair writes the very same ones, under the same ids."""
    with running_stack(place) as stack:
        template, tag = make.coupon_template(stack), make.tag(stack)
        code = make.live_code(stack, coupon_template_id=template.id, tag_ids=[tag.id])
        member = make.member(stack, through=code)
        make.redemption(stack, member.wallet()[0])
        stack.drain()
        assert repair()[1] == 0
        before = {(item["pk"]["S"], item["sk"]["S"]): item for item in items(config().facts_table)}
        lasting = {
            key for key, item in before.items() if item["kind"]["S"] not in ("member.tagged", "operator.role_given")
        }
        for pk, sk in lasting:
            aws.client("dynamodb").delete_item(TableName=config().facts_table, Key={"pk": {"S": pk}, "sk": {"S": sk}})
        assert repair() == (len(lasting), len(lasting))
        after = {(item["pk"]["S"], item["sk"]["S"]): item for item in items(config().facts_table)}
        assert after.keys() == before.keys()
        assert {key: item["data"] for key, item in after.items()} == {key: item["data"] for key, item in before.items()}
        assert repair() == (len(lasting), 0)
