"""One corp on its way in: filled in, tried, written. It stays in this process, and no text here quotes a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from urllib.parse import urlsplit

import msgspec

from chalicelib.core.http.shapes import CorpKey
from chalicelib.core.moments import iso
from chalicelib.core.ops.secrets import Hidden
from chalicelib.setup import rules
from chalicelib.setup.asking import ASKS
from chalicelib.setup.shapes import Found, Outcome, SetupLine
from chalicelib.setup.states import Check, Reason, State
from infra import provision
from infra.onboarding import trying
from infra.onboarding.cloud import Cloud
from infra.onboarding.draft import Draft
from infra.onboarding.steps import BLAMED, BY_NAME, MADE_WITH, OPTIONAL, STEPS, Field, Step
from infra.provision import Corps
from infra.settings import CorpSettings

# Asked from this machine, WeCom would judge this machine's address, not the stack's.
FROM_THE_STACK_ALONE = (Check.ADDRESS,)
# As long as a function may go by the settings of before (chalicelib/core/ops/secrets.py).
UNTIL_READ = 60
TAKEN = "{key} 已经用着这个企业 ID：请从第一页的列表里选 {key}"
Wrong = Mapping[str, str]


class Tried(Hidden, frozen=True, kw_only=True):
    """What a check came to, and the values that it was made with: of others it says nothing."""

    of: tuple[object, ...]
    found: Found


class Unseen(Hidden, frozen=True, kw_only=True):
    """Which owners the app does not see, by their places, and what that was asked with."""

    of: tuple[object, ...] = ()
    places: tuple[int, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """What is asked before it is written. name: what the answer is called."""

    name: str
    text: str


class Moved(provision.ProvisionError):
    """Somebody else wrote in the moment in which we would have."""


class Desk:
    """One corp being connected. key: '' until it is chosen.

    Nothing waits for anything here while platforms are asked: whoever reads meanwhile finds what stood before.
    """

    def __init__(self, cloud: Cloud, now: Callable[[], float] = monotonic) -> None:
        self.cloud = cloud
        self._now = now
        self._writing = Lock()
        self._begin("", {})

    def _begin(self, key: str, corps: Corps) -> None:
        """Anew: nothing of another corp stays."""
        self.key = key
        self._draft = Draft(corps.get(key))
        self._others = _ids(corps, key)
        self._tried: Mapping[Check, Tried] = {}
        self._unseen = Unseen()
        self._written_at: float | None = None
        self.half: provision.Half | None = None
        self.not_begun = ""

    # which corp

    def choose(self, new: str, listed: str) -> str:
        """Begin with a corp; answers what is wrong with its key, '' for nothing. Raises what the cloud raises."""
        new, listed = new.strip(), listed.strip()
        if new and listed:
            return "既选了列表里的，又填了新标识：请只留一个（点「换一个企业」可重新选）"
        try:
            key = msgspec.convert(new or listed, CorpKey)
        except msgspec.ValidationError:
            return "2 到 16 位小写字母与数字；会印进二维码，请一次选定"
        corps = self.cloud.corps()
        if new and key in corps:
            return "这个标识已经接入：请从上面的列表里选它，只改要改的"
        if listed and key not in corps:
            return "列表里没有这个标识了：请重新选"
        self._begin(key, corps)
        return ""

    @property
    def is_there(self) -> bool:
        """True for a corp that was there before this."""
        return self._draft.first is not None

    @property
    def is_taken(self) -> bool:
        """True for a new key that somebody else has written by now."""
        return not self.is_there and self._draft.base is not None and self.half is None and not self.is_written

    # what is filled in

    def has(self, field: Field) -> str:
        """'filled' now, 'kept' from before, or ''. The value itself is told to nobody."""
        return "" if field.name in self._amiss(_step_with(field)) else self._draft.has(field.name)

    def is_touched(self, step: Step) -> bool:
        """True when something of a page is to be another than it was."""
        return self._draft.is_touched(step)

    def has_all(self, step: Step) -> bool:
        """True when something of a page is there, and nothing of it is missing."""
        held = [field for field in step.fields if self.has(field)]
        return bool(held) and all(field in held or field.is_optional for field in step.fields)

    def fill(self, step: Step, given: Mapping[str, str]) -> Wrong:
        """Take what was pasted into a page and try it: what is wrong, by field.

        What is right is not asked for again. What is wrong is never put back to what it was before without a word.
        """
        self._draft.take(step, given)
        wrong = self._misshapen(step)
        if not wrong:
            self._try(self._concerned(step.checks), has_owners=Check.APP in step.checks)
            wrong = self._refused(step.checks)
        return wrong

    def clear(self, step: Step) -> None:
        """Forget what was pasted into a page: it is as it was before."""
        self._draft.clear(step)

    def drop(self, file: str) -> None:
        """Take a file away that proves the domain."""
        self._draft.drop(file)

    def wrong(self, step: Step) -> Wrong:
        """What is wrong on a page that was filled in already."""
        return self._amiss(step) if self.is_touched(step) else {}

    def _amiss(self, step: Step) -> dict[str, str]:
        """What is wrong with a page's own fields."""
        own = {field.name for field in step.fields}
        return {name: why for name, why in {**self._refused(Check), **self._misshapen(step)}.items() if name in own}

    def _misshapen(self, step: Step) -> dict[str, str]:
        wrong = self._draft.wrong(step)
        twin = self._others.get(self._draft.settings().corp_id)
        if step.name == "company" and twin and self._draft.changed("corp_id"):
            wrong["corp_id"] = TAKEN.format(key=twin)
        return wrong

    # what is tried

    def _try(self, checks: Iterable[Check], *, has_owners: bool) -> None:
        settings, owners = self._draft.settings(), self._draft.owners()
        asks = trying.asks(list(checks), settings)
        of = self._owners_with()
        also = {"owners": lambda: trying.unseen(settings, owners)} if has_owners else {}
        answers = trying.within({**asks, **also})
        found = {one: Tried(of=_made_with(one, settings), found=trying.found(one, answers)) for one in asks}
        self._tried = {**self._tried, **found}
        if has_owners:
            self._unseen = Unseen(of=of, places=answers.get("owners", ()))

    def _found(self, check: Check) -> Found | None:
        """What a check came to with the values that are here now; None while it was not made with them."""
        tried = self._tried.get(check)
        return tried.found if tried and tried.of == _made_with(check, self._draft.settings()) else None

    def _refused(self, checks: Iterable[Check]) -> dict[str, str]:
        """What a platform refuses for good, by field."""
        wrong: dict[str, str] = {}
        for check in checks:
            found = self._found(check)
            if found and (name := BLAMED.get((check, found.reason))):
                wrong[name] = rules.line(check, _outcome(check, found), "").why_zh
        return wrong

    def _concerned(self, checks: Iterable[Check]) -> list[Check]:
        """Nothing is asked of what nobody filled in."""
        settings = self._draft.settings()
        return [one for one in checks if one not in OPTIONAL or getattr(settings, OPTIONAL[one])]

    def _due(self) -> list[Check]:
        """What has to be asked before it is written: something that it is made with is another."""
        of_steps = [check for step in STEPS for check in step.checks]
        return [one for one in self._concerned(of_steps) if any(map(self._draft.changed, MADE_WITH[one]))]

    def _owners_with(self) -> tuple[object, ...]:
        settings = self._draft.settings()
        return (settings.corp_id, settings.agent_secret, settings.owners)

    def look(self) -> None:
        """See what is there by now, and try what was not tried with the values of now. Raises what the cloud raises."""
        corps = self.cloud.corps()
        self._draft.base, self._others = corps.get(self.key), _ids(corps, self.key)
        if not any(map(self._misshapen, STEPS)):
            owners = any(map(self._draft.changed, ("corp_id", "agent_secret", "owners")))
            has_owners = owners and self._unseen.of != self._owners_with()
            self._try([one for one in self._due() if self._found(one) is None], has_owners=has_owners)

    def missing(self) -> list[Step]:
        """The pages on which something is still wrong or was not filled in."""
        refused = self._refused(self._due())
        return [step for step in STEPS if self._misshapen(step) or any(field.name in refused for field in step.fields)]

    def lines(self) -> list[SetupLine]:
        """What was tried so far with the values of now, what is wrong first."""
        found = {check: self._found(check) for check in Check}
        return rules.ordered([self._line(check, one) for check, one in found.items() if one])

    # what is written

    @property
    def is_written(self) -> bool:
        """True once all five secrets hold it."""
        return self._written_at is not None

    def questions(self) -> list[Question]:
        """What has to be said yes to before it is written."""
        base, asked = self._draft.base, list[Question]()
        if base and base.corp_id != self._draft.settings().corp_id:
            asked.append(
                Question(
                    "other",
                    f"企业 ID 与 {self.key} 原来的不同：那是另一家企业。已有的顾客、员工和活码都属于原来那家，"
                    "以后对不上。确实要把这个标识改成另一家企业（接入另一家请另起标识）",
                )
            )
        if disputed := self._draft.disputed():
            text = f"您填写期间，别人改过：{'、'.join(disputed)}。仍以我填的为准"
            asked.append(Question("over", text))
        if self._unseen.places and self._unseen.of == self._owners_with():
            which = "、".join(map(str, self._unseen.places))
            text = f"所有者里的第 {which} 个账号，应用看不到：不在可见范围，或账号不对，会登录不了。账号没有错，先写入"
            asked.append(Question("owners", text))
        if any(line.state in (State.WRONG, State.NOT_KNOWN) for line in self.lines()):
            text = "知道还有没通的，先写入（可信 IP、客户联系权限等要先写入才能在后台设置）"
            asked.append(Question("sure", text))
        return asked

    def write(self, answers: Mapping[str, str]) -> bool:
        """Write what was filled in onto what is there by now, and begin the first import. False: there is more to ask.

        Raises ProvisionError, Half of it when some of it is written; ClientError, BotoCoreError. All is kept then.
        """
        with self._writing:
            if self.is_written:
                return True
            if answers.get("over") == "yes" and not self.is_taken:
                self._draft.settle()
            self.look()
            # Whoever said yes to one change did not say so to the next.
            open_ones = [one for one in self.questions() if one.name == "over" or answers.get(one.name) != "yes"]
            if self.is_taken or self.missing() or open_ones:
                return False
            settings = self._draft.settings()
            try:
                self.cloud.write(self.key, self._onto)
            except Moved:
                self.look()
                return False
            except provision.Half as half:
                self.half = half
                raise
            self._draft, self.half = Draft(settings), None
            self._written_at = self._now()
        self.begin()
        return True

    def _onto(self, corps: Corps) -> CorpSettings:
        """What is to be written, as long as it stands on what was looked at."""
        settings = self._draft.settings()
        has_twin = self._draft.changed("corp_id") and settings.corp_id in _ids(corps, self.key)
        if corps.get(self.key) != self._draft.base or has_twin:
            raise Moved("somebody else wrote at the same moment")
        return settings

    def begin(self) -> None:
        """Begin the first import; whether it began is said, as what is written stays so."""
        try:
            self.cloud.begin(self.key)
            self.not_begun = ""
        except Exception as error:  # whatever it was, the keys are written and this can be pressed again
            self.not_begun = provision.said(error)

    def wait(self) -> int:
        """For how many seconds functions may still go by the settings of before."""
        since = self._now() - (self._written_at or 0.0)
        return max(0, int(UNTIL_READ - since + 0.999)) if self.is_written else 0

    def test(self) -> None:
        """Ask everything again by what is written now, once everybody goes by it."""
        if self.wait():
            return
        self._draft = Draft(self.cloud.corps().get(self.key))
        self._try([one for one in ASKS if one not in FROM_THE_STACK_ALONE], has_owners=False)

    def after(self) -> list[SetupLine]:
        """How the corp stands, once it is written: what was asked from here, and what shows itself."""
        return rules.ordered([*self.lines(), *map(_here, self.cloud.lines(self.key))])

    @property
    def callback(self) -> str:
        """What WeCom's console asks for."""
        return f"{self.cloud.public}/wecom/callback/{self.key}"

    def files(self) -> list[str]:
        """The names of the files that prove the domain, as they will be."""
        return sorted(self._draft.settings().domain_files)

    @property
    def host(self) -> str:
        """The domain that the console asks for."""
        return urlsplit(self.cloud.public).netloc

    def _line(self, check: Check, found: Found) -> SetupLine:
        line = _here(rules.line(check, _outcome(check, found), self.host))
        if found.reason not in (Reason.NOT_TRUSTED, Reason.NOT_LISTED):
            return line
        who_zh, who_en, code = ("企业微信", "WeCom", 60020) if found.reason is Reason.NOT_TRUSTED else FROM_A_LIST
        return msgspec.structs.replace(
            line,
            state=State.NOT_KNOWN,
            why_zh=f"{who_zh}只接受名单里的 IP，从这台电脑查不了（{code}）。",
            why_en=f"{who_en} takes listed addresses alone, so this machine cannot ask ({code}).",
            mend_zh=f"看到的 {found.address or '?'} 是这台电脑的地址，不是系统的，不用填它。写入后，"
            "控制台「设置 · 接入检查」会从系统自己的地址再测，那里写着该填哪个。",
            mend_en=f"{found.address or '?'} is this machine's address, not the stack's: do not enter it. Once it is "
            "written, the console's 设置 · 接入检查 asks from the stack's own address and names it.",
        )


FROM_A_LIST = ("微信", "WeChat", 40164)


def _here(line: SetupLine) -> SetupLine:
    """A line as whoever fills keys in reads it: nobody else has to be asked."""
    return msgspec.structs.replace(
        line,
        mend_zh=line.mend_zh.replace(rules.AGAIN_ZH, "在向导里重填"),
        mend_en=line.mend_en.replace(rules.AGAIN_EN, "fill it in anew"),
    )


def _made_with(check: Check, settings: CorpSettings) -> tuple[object, ...]:
    return tuple(getattr(settings, name) for name in MADE_WITH[check])


def _ids(corps: Corps, key: str) -> dict[str, str]:
    """The corp ids that others have, with their keys."""
    return {corp.corp_id: other for other, corp in corps.items() if other != key}


def _outcome(check: Check, found: Found) -> Outcome:
    return rules.outcome(check, found, None, iso(datetime.now(UTC)))


def _step_with(field: Field) -> Step:
    return next(step for step in STEPS if field in step.fields)


def step_after(step: Step) -> str:
    """The name of the page behind another; 'review' behind the last."""
    place = STEPS.index(step) + 1
    return STEPS[place].name if place < len(STEPS) else "review"


def step_of(name: str) -> Step | None:
    """A page by its name."""
    return BY_NAME.get(name)
