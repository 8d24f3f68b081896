"""The conductor of the directory's tests: what administrators do at WeCom, and what our directory says of it."""

from __future__ import annotations

from typing import Any

from chalicelib.core.config import config
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.state import items
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id


class Office:
    """One corp's people, seen from both sides."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner = make.session(stack)

    def does(self, verb: str, who: str, **body: Any) -> None:
        """An administrator does something, a minute later; what follows is done."""
        self.stack.clock.advance(60)
        self.stack.platform.staff(verb, who, **body)
        self.settle()

    def hires(self, userid: str, name: str) -> None:
        """Somebody new."""
        self.stack.clock.advance(60)
        self.stack.platform.call("POST", f"corps/{CORP}/staff", {"userid": userid, "name": name})
        self.settle()

    def settle(self) -> None:
        """All that waits is done, and nothing is remembered."""
        self.stack.work_off()
        assert not self.stack.queues.dead
        forget_everything()

    def reconcile(self) -> dict[str, Any]:
        """Compare everything now; the job as it ended."""
        self.stack.clock.advance(60)
        asked = make.session(self.stack).post("/admin/v1/staff-reconciles")
        assert asked.status == 202, asked.body
        self.settle()
        job: dict[str, Any] = make.session(self.stack).get(f"/admin/v1/jobs/{asked.json()['job_id']}").json()
        assert job["state"] == "done", job
        return job

    def person(self, userid: str) -> dict[str, Any]:
        """What the directory says of somebody."""
        answer = make.session(self.stack).get(f"/admin/v1/staff/{userid}")
        assert answer.status == 200, answer.body
        return dict(answer.json())

    def state(self, userid: str) -> str:
        """How somebody stands."""
        return str(self.person(userid)["state"])

    def listed(self, query: str = "") -> list[str]:
        """The userids of a list, page by page."""
        found: list[str] = []
        cursor = ""
        while True:
            page = make.session(self.stack).get(f"/admin/v1/staff?limit=2{query}{cursor}").json()
            found += [one["userid"] for one in page["items"]]
            if not page["cursor"]:
                return found
            cursor = f"&cursor={page['cursor']}"

    def told(self, userid: str) -> list[str]:
        """The kinds of facts about somebody."""
        return [
            str(row["kind"]["S"]) for row in items(config().facts_table) if row["pk"]["S"] == f"demo#staff#{userid}"
        ]
