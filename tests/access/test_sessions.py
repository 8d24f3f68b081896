"""Sessions end before their time when somebody says so, wherever they were begun and are known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.core.http import session
from chalicelib.core.instance import Cache
from chalicelib.core.storage import endings
from chalicelib.core.storage.endings import Endings
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack

ME = "/admin/v1/me"


class Workers:
    """Two warm instances: each knows of sessions what it has read itself."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._known = {name: Cache[Endings](size=50) for name in "ab"}

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Whatever is asked meanwhile, this instance answers."""
        with self._monkeypatch.context() as patched:
            patched.setattr(session, "_ended", self._known[name])
            yield

    def five_seconds_later(self) -> None:
        """What was known is read anew."""
        for known in self._known.values():
            for name, (until, value) in list(known._kept.items()):
                known._kept[name] = (until - 5, value)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Workers:
    return Workers(monkeypatch)


def code_at(workers: Workers, name: str, http: Http) -> str:
    """What an instance answers a session: '' when it is good."""
    with workers.at(name):
        return http.get(ME).code


def test_who_signs_out_is_out_on_every_instance_within_five_seconds(stack: Stack, workers: Workers) -> None:
    """At once where it was said, elsewhere when what is known there is read anew; other sessions go on."""
    mine, other = stack.operator(), stack.operator()
    assert [code_at(workers, name, http) for name in "ab" for http in (mine, other)] == [""] * 4
    with workers.at("a"):
        assert mine.delete("/admin/v1/sessions").json() == {"ended": "this"}
    assert (code_at(workers, "a", mine), code_at(workers, "b", mine)) == ("SessionExpired", "")
    workers.five_seconds_later()
    assert code_at(workers, "b", mine) == "SessionExpired"
    assert [code_at(workers, name, other) for name in "ab"] == ["", ""]


def test_an_owner_ends_every_session_of_a_person_and_no_other(stack: Stack, workers: Workers) -> None:
    """Those begun before, on every instance; whoever signs in afterwards is in at once, also where it is not known."""
    owner = stack.operator()
    make.operator(stack, "marketer", "liming")
    before = [stack.operator("liming"), stack.operator("liming")]
    assert [code_at(workers, "b", http) for http in before] == ["", ""]
    with workers.at("a"):
        assert owner.delete("/admin/v1/operators/LiMing/sessions").status == 200
        after = stack.operator("liming")
    assert [code_at(workers, "b", http) for http in (after, owner)] == ["", ""]
    workers.five_seconds_later()
    assert [code_at(workers, "b", http) for http in (*before, after, owner)] == ["SessionExpired"] * 2 + ["", ""]


def test_an_owner_ends_everybodys_sessions_in_their_corp(stack: Stack) -> None:
    """Their own among them, those of another corp not; everybody may sign in again."""
    owner, rival = stack.operator(), stack.operator(corp="rival")
    make.operator(stack, "viewer", "liming")
    viewer = stack.operator("liming")
    assert owner.delete("/admin/v1/all-sessions").status == 200
    assert {http.get(ME).code for http in (owner, viewer)} == {"SessionExpired"}
    assert [http.get(ME).status for http in (rival, stack.operator(), stack.operator("liming"))] == [200] * 3


def test_one_ends_ones_own_sessions_on_every_device(stack: Stack) -> None:
    """Who has lost a phone asks nobody."""
    make.operator(stack, "store_staff", "zhaolei")
    till, phone, owner = stack.operator("zhaolei"), stack.operator("zhaolei"), stack.operator()
    assert till.delete("/staff/v1/sessions?everywhere=true").status == 200
    assert [http.get("/staff/v1/me").code for http in (till, phone)] == ["SessionExpired"] * 2
    assert owner.get(ME).status == 200


def test_an_ending_that_is_sent_again_ends_nothing_that_began_meanwhile(stack: Stack) -> None:
    """Under one key it is one ending."""
    owner = stack.operator()
    make.operator(stack, "viewer", "liming")
    path, key = "/admin/v1/operators/liming/sessions", {"Idempotency_Key": "lost-laptop"}
    assert owner.delete(path, **key).status == 200
    viewer = stack.operator("liming")
    assert owner.delete(path, **key).status == 200
    assert viewer.get(ME).status == 200


def test_an_ending_whose_answer_was_lost_is_one_ending(stack: Stack) -> None:
    """Under one cause, whoever asks for it again: a crash before the answer was kept ends nothing twice."""
    ctx = stack.ctx()
    for _ in range(2):
        endings.end_of(ctx, "liming")
    assert endings.known(ctx, "liming").of_one == 1
    endings.end_of(stack.ctx(), "liming")
    assert endings.known(ctx, "liming").of_one == 2


def test_the_sessions_of_whom_the_corp_does_not_have_cannot_be_ended(stack: Stack) -> None:
    """A slip of the pen does not look done; and whoever is no owner ends nobody's."""
    assert stack.operator().delete("/admin/v1/operators/nobody/sessions").code == "UnknownStaff"
    viewer = make.operator(stack, "viewer", "liming")
    for path in ("/admin/v1/operators/zhangwei/sessions", "/admin/v1/all-sessions"):
        assert viewer.delete(path).code == "RoleNotAllowed"


def test_one_sees_who_one_is_and_what_one_may_do(stack: Stack) -> None:
    """By the name that the directory knows, with the rights of one's role and the corp's name."""
    me = stack.operator().get(ME).json()
    assert (me["userid"], me["role"], me["corp"]["key"]) == ("zhangwei", "owner", "demo")
    assert me["corp"]["name"] == "品牌 wwdemo0000000001" and me["session_ends_at"] == "2026-11-21T10:00:00.000Z"
    clerk = make.operator(stack, "store_staff", "zhaolei").get("/staff/v1/me").json()
    assert "access.give" in me["rights"] and "access.give" not in clerk["rights"]
    assert me["scope"] == {"stores": None, "staff": None, "of_people": False}


def test_nobody_ends_the_sessions_of_who_may_do_more(stack: Stack) -> None:
    """Whoever was given that right keeps no owner out; those who may do less they do end."""
    owner = stack.operator()
    role = owner.post("/admin/v1/roles", {"name": "设备管理", "rights": ["access.end_sessions"]}).json()["role"]
    less = owner.post("/admin/v1/roles", {"name": "同事", "rights": ["access.end_sessions"]}).json()["role"]
    for userid, given in (("liming", role), ("zhaolei", less)):
        assert owner.put(f"/admin/v1/operators/{userid}", {"role": given}).status == 200
    keeper, clerk = make.session(stack, "liming"), make.session(stack, "zhaolei")
    for path in ("operators/zhangwei/sessions", "all-sessions"):
        assert keeper.delete(f"/admin/v1/{path}").code == "RightNotHeld"
    assert keeper.delete("/admin/v1/operators/zhaolei/sessions").status == 200
    assert (owner.get(ME).status, clerk.get(ME).code) == (200, "SessionExpired")
