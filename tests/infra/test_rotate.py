"""The stack's own keys change, and nobody notices but who should."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec
import pytest

from chalicelib.core import aws, config
from chalicelib.core.errors import InvalidQuery, SessionExpired, Unauthenticated
from chalicelib.core.http import session
from chalicelib.core.http.cursors import seal, unseal
from chalicelib.core.http.session import OPERATOR_SESSION, Session
from chalicelib.core.moments import moment
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import Power, Sessions
from infra import provision, rotate
from tests.support.stack import START, set_environment

WHO = Session(corp="demo", who="boss", is_member=False)
LIST = b"a list"


class Kept:
    """A secret of sessions in memory, which the command writes and the functions read."""

    def __init__(self) -> None:
        held = provision.merged(provision.Held(), {})
        self.text = msgspec.json.encode(held.sessions).decode()
        self.now = START
        self.while_waiting: Callable[[], None] = lambda: None

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        assert SecretId == Power.SESSIONS
        return {"SecretString": self.text}

    def put_secret_value(self, SecretId: str, SecretString: str) -> None:  # noqa: N803
        self.text = SecretString

    @property
    def held(self) -> Sessions:
        return msgspec.json.decode(self.text, type=Sessions)

    def rotate(self) -> str:
        return rotate.rotate(rotate.Secret(self, Power.SESSIONS), self._wait, lambda: self.now)

    def replace(self) -> str:
        return rotate.replace(rotate.Secret(self, Power.SESSIONS))

    def _wait(self, seconds: float) -> None:
        assert seconds >= 2 * secrets.KEPT_SECONDS
        self.while_waiting()
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def kept() -> Iterator[Kept]:
    """The secret, in the product's hands."""
    set_environment()
    made = Kept()
    aws.use("secretsmanager", made)
    secrets.forget()
    yield made
    secrets.forget()
    aws.forget()
    config.config.cache_clear()


def signed(at: datetime) -> str:
    """The token of a session that begins now."""
    return session.issue(WHO, at)[0]


def whose(token: str, at: datetime) -> str:
    """Whom a session is taken to be of."""
    return session.verify(token, at).actor


def read_anew() -> None:
    """As an instance does after a minute."""
    secrets.forget()


def test_a_session_lives_to_its_end_over_a_rotation_and_new_ones_have_the_new_key(kept: Kept) -> None:
    """One that was signed a moment before is taken until its eight hours are over, and not a moment longer."""
    old, before = signed(kept.now), kept.held
    begun = kept.now
    kept.rotate()
    read_anew()
    new = signed(kept.now)
    assert whose(old, kept.now) == whose(new, kept.now) == WHO.actor
    assert secrets.session_keys(kept.now)[0] not in (before.session_key, before.cursor_key)
    assert whose(old, begun + OPERATOR_SESSION - timedelta(seconds=1)) == WHO.actor
    with pytest.raises(SessionExpired):
        session.verify(old, begun + OPERATOR_SESSION)


def test_no_instance_meets_a_key_that_it_has_not_read_of(kept: Kept) -> None:
    """What one signs that knows more, one takes that knows less, at every moment of a rotation."""
    texts = [kept.text]
    kept.while_waiting = lambda: texts.append(kept.text)
    kept.rotate()
    texts.append(kept.text)
    assert len(set(texts)) == 3
    for knows_less, knows_more in itertools.pairwise(texts):
        for signer, reader in ((knows_more, knows_less), (knows_less, knows_more)):
            kept.text = signer
            read_anew()
            token, cursor = signed(kept.now), seal(LIST, "here")
            kept.text = reader
            read_anew()
            assert whose(token, kept.now) == WHO.actor
            assert unseal(LIST, cursor) == "here"


def test_a_former_key_is_worth_nothing_once_its_sessions_are_over(kept: Kept) -> None:
    """Whoever got hold of it later signs nothing that is taken."""
    stolen = kept.held
    kept.rotate()
    rotated = kept.text
    after = kept.now + OPERATOR_SESSION + timedelta(minutes=3)
    kept.text = msgspec.json.encode(stolen).decode()
    read_anew()
    forged = signed(after)
    kept.text = rotated
    read_anew()
    with pytest.raises(Unauthenticated):
        session.verify(forged, after)


def test_an_open_list_goes_on_over_a_rotation(kept: Kept) -> None:
    """Its cursor is of the former key, the next one of the new."""
    cursor = seal(LIST, "here")
    kept.rotate()
    read_anew()
    assert unseal(LIST, cursor) == "here"
    assert seal(LIST, "here") != cursor


def test_a_second_rotation_waits_for_the_first_ones_sessions(kept: Kept) -> None:
    """It would end them; it says until when, and works after that."""
    kept.rotate()
    held = kept.text
    with pytest.raises(rotate.RotateError, match="live until"):
        kept.rotate()
    assert kept.text == held
    kept.now = moment(str(kept.held.former and kept.held.former.until))
    assert "in force" in kept.rotate()


def test_a_rotation_that_was_broken_off_goes_on_with_the_same_keys(kept: Kept) -> None:
    """What has come to be known as coming is what comes."""

    def killed() -> None:
        raise KeyboardInterrupt

    kept.while_waiting = killed
    with pytest.raises(KeyboardInterrupt):
        kept.rotate()
    coming = kept.held.coming
    kept.while_waiting = lambda: None
    kept.rotate()
    assert coming and kept.held.session_key == coming.session_key


def test_keys_that_came_while_it_waited_do_not_come_into_force_early(kept: Kept) -> None:
    """One waits, another ends all sessions at once, and a third begins: the first leaves the third's keys coming."""
    begun: list[Sessions] = []

    def others() -> None:
        kept.while_waiting = lambda: begun.append(kept.held) or killed()  # type: ignore[func-returns-value]
        kept.replace()
        with pytest.raises(KeyboardInterrupt):
            kept.rotate()

    def killed() -> None:
        raise KeyboardInterrupt

    kept.while_waiting = others
    with pytest.raises(rotate.RotateError, match="somebody else"):
        kept.rotate()
    assert [kept.held] == begun and kept.held.coming


def test_at_once_ends_every_session(kept: Kept) -> None:
    """For a key that was stolen: what it signed and sealed is refused as soon as the secret is read."""
    old, cursor = signed(kept.now), seal(LIST, "here")
    kept.replace()
    read_anew()
    with pytest.raises(Unauthenticated):
        session.verify(old, kept.now)
    with pytest.raises(InvalidQuery):
        unseal(LIST, cursor)
    assert whose(signed(kept.now), kept.now) == WHO.actor


def test_provisioning_leaves_a_rotation_alone(kept: Kept) -> None:
    """The keys that are coming and the former stay with those in force."""
    kept.while_waiting = lambda: stay(kept.held)
    kept.rotate()
    stay(kept.held)


def stay(held: Sessions) -> None:
    """What provision would keep of these is all of it."""
    assert held.coming or held.former
    assert provision.merged(provision.Held(sessions=held), {}).sessions == held


@pytest.mark.parametrize("text", ["not keys: hush", '{"session_key": "hush"}'])
def test_what_holds_no_keys_is_left_alone_and_not_quoted(kept: Kept, text: str) -> None:
    """A secret of another kind, or of a stack that was never provisioned."""
    kept.text = text
    for act in (kept.rotate, kept.replace):
        with pytest.raises(rotate.RotateError) as refused:
            act()
        assert "hush" not in str(refused.value)
    assert kept.text == text
