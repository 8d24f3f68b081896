"""What somebody has filled in so far, tried and written. It stays in this process, and no text here quotes a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from chalicelib.core.config import config
from chalicelib.core.http.shapes import CorpKey
from chalicelib.core.moments import iso
from chalicelib.setup import asking, rules
from chalicelib.setup.asking import ASKS, Asked
from chalicelib.setup.shapes import Found, Outcome, SetupLine
from chalicelib.setup.states import Check, Reason, State
from infra import provision
from infra.onboarding.cloud import Cloud
from infra.onboarding.steps import ASKED_AS, BLAMED, BY_NAME, STEPS, Field, Step
from infra.settings import CorpSettings, PaySettings, problems_of

EMPTY = CorpSettings(name="", corp_id="", agent_id="", agent_secret="", callback_token="", callback_aes_key="")
NO_PAY = PaySettings(mchid="", serial_no="", private_key="", apiv3_key="")
NAMES = frozenset(field.name for step in STEPS for field in step.fields)
# Asked from this machine, WeCom would judge this machine's address, not the stack's.
FROM_THE_STACK_ALONE = (Check.ADDRESS,)
Wrong = Mapping[str, str]


class Desk:
    """One corp being connected. key: '' until it is chosen; before: what it has already, None for a new one."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.key = ""
        self.before: CorpSettings | None = None
        self.is_written = False
        self.tried: dict[Check, Found] = {}
        self._filled: dict[str, str] = {}

    def choose(self, key: str) -> str:
        """Begin with a corp; answers what is wrong with its key, '' for nothing. Raises what the cloud raises."""
        try:
            key = msgspec.convert(key.strip(), CorpKey)
        except msgspec.ValidationError:
            return "2 到 16 位小写字母与数字；会印进二维码，请一次选定"
        self.__init__(self.cloud)  # type: ignore[misc]  # anew: nothing of another corp stays
        self.key, self.before = key, self.cloud.corps().get(key)
        return ""

    def has(self, field: Field) -> str:
        """'filled' now, 'kept' from before, or ''. The value itself is told to nobody."""
        if field.name in self._filled:
            return "filled"
        return "kept" if self.before and _of(self.before, field.name) else ""

    def has_pasted(self, step: Step) -> bool:
        """True when something was pasted into a page now."""
        return any(self.has(field) == "filled" for field in step.fields)

    def has_all(self, step: Step) -> bool:
        """True when something of a page is there, and nothing of it is missing."""
        held = [field for field in step.fields if self.has(field)]
        return bool(held) and all(field in held or field.is_optional for field in step.fields)

    def fill(self, step: Step, given: Mapping[str, str]) -> Wrong:
        """Take what was pasted into a page and try it: what is wrong, by field. What is right is not asked for again.

        What is left empty stays as it was.
        """
        pasted = {field.name: _clean(field, given.get(field.name, "")) for field in step.fields}
        self._filled |= {name: value for name, value in pasted.items() if value}
        wrong = self._misshapen(step)
        if not wrong:
            wrong = self._refused(step)
        for name in wrong:
            self._filled.pop(name, None)
        return wrong

    def clear(self, step: Step) -> None:
        """Forget what was pasted into a page: it is as it was before."""
        for field in step.fields:
            self._filled.pop(field.name, None)
        for check in step.checks:
            self.tried.pop(check, None)

    def _misshapen(self, step: Step) -> dict[str, str]:
        """By infra/settings.py's rules, of this page's fields alone."""
        own, found = {field.name: field for field in step.fields}, dict[str, str]()
        for problem in problems_of(self._settings()):
            for name in _blamed(problem):
                if name in own and name not in found:
                    found[name] = own[name].rule
        return {**found, **self._half(step)}

    def _half(self, step: Step) -> dict[str, str]:
        """A file's name without what is in it, or the other way about."""
        if step.name != "domain" or ("file_name" in self._filled) == ("file_content" in self._filled):
            return {}
        return dict.fromkeys(ASKED_AS["domain_files"], "文件名与内容要一起填")

    def _refused(self, step: Step) -> dict[str, str]:
        """What the platforms say to this page's values."""
        found = self._ask(one for one in step.checks if self._concerns(one))
        self.tried |= found
        wrong: dict[str, str] = {}
        for check, came_to in found.items():
            if name := BLAMED.get((check, came_to.reason)):
                wrong[name] = rules.line(check, _outcome(check, came_to), "").why_zh
        return wrong

    def _concerns(self, check: Check) -> bool:
        """Nothing is asked of what nobody filled in."""
        settings = self._settings()
        optional = {
            Check.CONTACTS: settings.contacts_secret,
            Check.MINI: settings.mini_appid,
            Check.ACCOUNT: settings.account_appid,
            Check.PAY: settings.pay,
        }
        return bool(optional.get(check, True))

    def missing(self) -> list[Step]:
        """The pages on which something is still wrong or was not filled in."""
        return [step for step in STEPS if self._misshapen(step)]

    def lines(self) -> list[SetupLine]:
        """What was tried so far, what is wrong first."""
        return rules.ordered([self._line(check) for check in Check if check in self.tried])

    def is_doubtful(self) -> bool:
        """True while something that was tried does not work, or nobody knows."""
        return any(line.state in (State.WRONG, State.NOT_KNOWN) for line in self.lines())

    def write(self) -> None:
        """Write what was filled in and begin the first import. Raises ProvisionError, ClientError, BotoCoreError."""
        if self.missing():
            raise provision.ProvisionError("something is missing or not as it should be")
        self.cloud.write(self.key, self._settings())
        self._filled = {}
        self.before = None
        self.is_written = True
        self.cloud.begin(self.key)

    def test(self) -> None:
        """Ask everything again by what is written now."""
        self.before = self.cloud.corps().get(self.key)
        self.tried |= self._ask(one for one in ASKS if one not in FROM_THE_STACK_ALONE)

    def after(self) -> list[SetupLine]:
        """How the corp stands, once it is written: what was asked from here, and what shows itself."""
        return rules.ordered([*self.lines(), *map(_here, self.cloud.lines(self.key))])

    @property
    def callback(self) -> str:
        """What WeCom's console asks for."""
        return f"{self.cloud.public}/wecom/callback/{self.key}"

    def files(self) -> list[str]:
        """Where the files that prove the domain stand."""
        files = self.before.domain_files if self.before else {}
        return [f"{self.cloud.public}/{name}" for name in sorted(files)]

    @property
    def host(self) -> str:
        """The domain that the console asks for."""
        return urlsplit(self.cloud.public).netloc

    def _ask(self, checks: Iterable[Check]) -> dict[Check, Found]:
        of = list(checks)
        settings = self._settings()
        stack = config()
        asked = Asked(
            platforms=provision.platforms_of(settings),
            merchant=provision.merchant_of(settings) if settings.pay else None,
            wecom=stack.wecom_url,
            wechat=stack.wechat_url,
            wechatpay=stack.wechatpay_url,
            public=stack.public_url,
        )
        with ThreadPoolExecutor(max(1, len(of))) as pool:
            return dict(zip(of, pool.map(lambda check: _one(check, asked), of), strict=True))

    def _line(self, check: Check) -> SetupLine:
        found = self.tried[check]
        line = _here(rules.line(check, _outcome(check, found), self.host))
        if found.reason is not Reason.NOT_TRUSTED:
            return line
        return msgspec.structs.replace(
            line,
            state=State.NOT_KNOWN,
            why_zh="企业微信只接受可信 IP，从这台电脑查不了（60020）。",
            why_en="WeCom takes trusted addresses alone, so this machine cannot ask (60020).",
            mend_zh=f"这台电脑的地址是 {found.address or '?'}，不用填它。写入后到控制台「设置 · 接入检查」，"
            "那里写着系统自己的地址。",
            mend_en="Do not enter this machine's address: the console's 设置 · 接入检查 names the stack's own.",
        )

    def _settings(self) -> CorpSettings:
        """What the corp has, with what was filled in put into its place."""
        filled = {name: value for name, value in self._filled.items() if name in CorpSettings.__struct_fields__}
        whole: dict[str, object] = {**filled}
        before = self.before or EMPTY
        if "owners" in filled:
            whole["owners"] = frozenset(filter(None, re.split(r"[\s,，、;；]+", filled["owners"])))
        if "file_name" in self._filled and "file_content" in self._filled:
            whole["domain_files"] = {
                **before.domain_files,
                self._filled["file_name"]: self._filled["file_content"],
            }
        pay = {name[4:]: value for name, value in self._filled.items() if name.startswith("pay.")}
        if pay:
            whole["pay"] = msgspec.structs.replace(before.pay or NO_PAY, **pay)
        return msgspec.structs.replace(before, **whole)


def _one(check: Check, asked: Asked) -> Found:
    try:
        return asking.ask(check, asked)
    except Exception:  # whatever it was: what it says may name what was asked, and with it a key
        return Found(reason=Reason.NO_ANSWER)


def _here(line: SetupLine) -> SetupLine:
    """A line as whoever fills keys in reads it: nobody else has to be asked."""
    return msgspec.structs.replace(
        line,
        mend_zh=line.mend_zh.replace(rules.AGAIN_ZH, "在向导里重填"),
        mend_en=line.mend_en.replace(rules.AGAIN_EN, "fill it in anew"),
    )


def _blamed(problem: str) -> list[str]:
    """The fields that a rule of infra/settings.py names first: both, of two that belong together."""
    named = [one for one in re.findall(r"[a-z_]+(?:\.[a-z_0-9]+)?", problem) if one in ASKED_AS or one in NAMES]
    meant = named if "belong together" in problem else named[:1]
    return [name for one in meant for name in ASKED_AS.get(one, (one,))]


def _outcome(check: Check, found: Found) -> Outcome:
    return rules.outcome(check, found, None, iso(datetime.now(UTC)))


def _clean(field: Field, value: str) -> str:
    """As it was meant: no blanks around it, and line ends as files have them."""
    text = value.replace("\r\n", "\n").strip()
    return f"{text}\n" if field.is_long and text else text


def _of(settings: CorpSettings, name: str) -> bool:
    if name in ASKED_AS["domain_files"]:
        return bool(settings.domain_files)
    first, _, part = name.partition(".")
    value = getattr(settings, first)
    return bool(getattr(value, part) if part and value else value)


def step_after(step: Step) -> str:
    """The name of the page behind another; 'review' behind the last."""
    place = STEPS.index(step) + 1
    return STEPS[place].name if place < len(STEPS) else "review"


def step_of(name: str) -> Step | None:
    """A page by its name."""
    return BY_NAME.get(name)
