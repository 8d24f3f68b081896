"""What somebody has filled in of a corp, and the settings that it makes. No text here quotes a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

import msgspec

from infra.onboarding.steps import ASKED_AS, STEPS, Field, Step
from infra.settings import CorpSettings, PaySettings, problems_of

EMPTY = CorpSettings(name="", corp_id="", agent_id="", agent_secret="", callback_token="", callback_aes_key="")
NO_PAY = PaySettings(mchid="", serial_no="", private_key="", apiv3_key="")
NAMES = frozenset(field.name for step in STEPS for field in step.fields)
# What WeCom and official accounts give to prove a domain by; others go by corps.json.
PROOF = re.compile(r"(WW|MP)_verify_[A-Za-z0-9_-]{1,54}\.txt")
ODD = "里面有看不见的字符、空格或全角字符：请从后台重新复制"
BETWEEN_OWNERS = r"[\s,，、;；]+"


class Draft:
    """One corp's. first: what it had when whoever fills in looked at it; base: what it has now, as far as is known."""

    def __init__(self, first: CorpSettings | None = None) -> None:
        self.first = self.base = first
        self._filled: dict[str, str] = {}
        self._dropped: frozenset[str] = frozenset()
        self._judged: tuple[CorpSettings, list[str]] = (EMPTY, list(problems_of(EMPTY)))

    def take(self, step: Step, given: Mapping[str, str]) -> None:
        """What was filled into a page. What is left empty stays as it was."""
        pasted = {field.name: _clean(field, given.get(field.name, "")) for field in step.fields}
        # Another one, as all here: whoever reads at this moment reads the former whole.
        self._filled = {**self._filled, **{name: value for name, value in pasted.items() if value}}

    def clear(self, step: Step) -> None:
        """A page is as it was before."""
        own = {field.name for field in step.fields}
        self._filled = {name: value for name, value in self._filled.items() if name not in own}
        if step.name == "domain":
            self._dropped = frozenset()

    def drop(self, file: str) -> None:
        """Take a file away that proves the domain."""
        self._dropped |= {file}

    def has(self, name: str) -> str:
        """'filled' now, 'kept' from before, or ''."""
        if name in self._filled:
            return "filled"
        return "kept" if self.base and _of(self.settings(), name) else ""

    def is_touched(self, step: Step) -> bool:
        """True when something of a page is to be another than it was."""
        return any(field.name in self._filled for field in step.fields) or (
            step.name == "domain" and bool(self._dropped)
        )

    def wrong(self, step: Step) -> dict[str, str]:
        """What is not as it should be on a page, by field: by infra/settings.py's rules, and what no key holds."""
        own, found = {field.name: field for field in step.fields}, dict[str, str]()
        for problem in self._problems():
            for name in _blamed(problem):
                if name in own and name not in found:
                    found[name] = own[name].rule
        odd = {name: ODD for name, field in own.items() if _is_odd(field, self._filled.get(name, ""))}
        return {**found, **self._wrong_file(own), **odd}

    def _problems(self) -> list[str]:
        """By infra/settings.py. Kept, since to read an RSA key takes a while and each page asks often."""
        settings, judged = self.settings(), self._judged
        if settings != judged[0]:
            judged = self._judged = (settings, list(problems_of(settings)))
        return judged[1]

    def _wrong_file(self, own: Mapping[str, Field]) -> dict[str, str]:
        if "file_name" not in own:
            return {}
        name, content = self._filled.get("file_name", ""), self._filled.get("file_content", "")
        if bool(name) != bool(content):
            return dict.fromkeys(ASKED_AS["domain_files"], "文件名与内容要一起填")
        wrong_name = bool(name) and not PROOF.fullmatch(name)
        wrong = {"file_name": wrong_name, "file_content": "\n" in content}
        return {one: own[one].rule for one, is_wrong in wrong.items() if is_wrong}

    def settings(self) -> CorpSettings:
        """What the corp has, with what was filled in put into its place."""
        filled, base = self._filled, self.base or EMPTY
        whole: dict[str, object] = {name: filled[name] for name in CorpSettings.__struct_fields__ if name in filled}
        if "owners" in filled:
            # As they are kept (docs/adr/0039), or what was just written would look like somebody else's.
            whole["owners"] = frozenset(filter(None, re.split(BETWEEN_OWNERS, filled["owners"].lower())))
        files = {name: text for name, text in base.domain_files.items() if name not in self._dropped}
        if "file_name" in filled and "file_content" in filled:
            files[filled["file_name"]] = filled["file_content"]
        pay = {name[4:]: value for name, value in filled.items() if name.startswith("pay.")}
        if pay:
            whole["pay"] = msgspec.structs.replace(base.pay or NO_PAY, **pay)
        return msgspec.structs.replace(base, **whole, domain_files=files)

    def changed(self, name: str) -> bool:
        """True when a setting is to be another than it is."""
        return bool(getattr(self.settings(), name) != getattr(self.base or EMPTY, name))

    def owners(self) -> tuple[str, ...]:
        """In the order in which they were filled in; those of before as they come."""
        given = re.split(BETWEEN_OWNERS, self._filled.get("owners", ""))
        return tuple(filter(None, given)) or tuple(sorted(self.settings().owners))

    def disputed(self) -> list[str]:
        """What is filled in here and was changed by somebody else meanwhile, as its field is called."""
        if self.base is None or self.base == self.first:
            return []
        new = self.settings()
        names = [*self._filled, *(["file_name"] if self._dropped else [])]
        return [
            field.zh
            for step in STEPS
            for field in step.fields
            if field.name in names and _is_disputed(field.name, self.first or EMPTY, self.base, new)
        ]

    def settle(self) -> None:
        """Whoever fills in has seen what it has now."""
        self.first = self.base


def _is_disputed(name: str, first: CorpSettings, base: CorpSettings, new: CorpSettings) -> bool:
    was, now, wanted = (_value(one, name) for one in (first, base, new))
    return was != now and now != wanted


def _value(settings: CorpSettings, name: str) -> object:
    if name in ASKED_AS["domain_files"]:
        return settings.domain_files
    first, _, part = name.partition(".")
    value = getattr(settings, first)
    return getattr(value or NO_PAY, part) if part else value


def _of(settings: CorpSettings, name: str) -> bool:
    return bool(_value(settings, name))


def _clean(field: Field, value: str) -> str:
    """As it was meant: no blanks around it, and line ends as files have them."""
    text = value.replace("\r\n", "\n").strip()
    return f"{text}\n" if field.is_long and text else text


def _is_odd(field: Field, value: str) -> bool:
    """True for what nobody types into a key: what cannot be seen, what only looks like a letter, a blank inside."""
    if field.name == "name":
        return any(unicodedata.category(one) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") for one in value)
    if field.name == "owners":
        value = "".join(re.split(BETWEEN_OWNERS, value))
    blanks = r" \n" if field.is_long or field.name == "file_content" else ""
    return bool(re.sub(f"[!-~{blanks}]", "", value))


def _blamed(problem: str) -> Iterator[str]:
    """The fields that a rule of infra/settings.py names first: both, of two that belong together."""
    named = [one for one in re.findall(r"[a-z_]+(?:\.[a-z_0-9]+)?", problem) if one in ASKED_AS or one in NAMES]
    meant = named if "belong together" in problem else named[:1]
    return (name for one in meant for name in ASKED_AS.get(one, (one,)))
