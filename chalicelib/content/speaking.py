"""What everybody who writes to people may say: names and days that are built in, each with a fallback, and one lint.

A text goes out filled, with no brace left and no account id in it, whoever sends it.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.content import checks, lint, rules
from chalicelib.content.errors import LintErrors
from chalicelib.content.shapes import Severity, Values
from chalicelib.core.context import Ctx
from chalicelib.core.http.texts import lint_with
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment, moment, shanghai_day
from chalicelib.core.ops import secrets
from chalicelib.staff import service as staff


def built_in(ctx: Ctx, sender: UserId, at: Moment, customer: str = "") -> dict[str, str | int]:
    """The variables that every text may use. The day is that of `at`, so that a repeat says the same. 0.5 RU cold.

    sender: who of the staff speaks, '' for nobody; customer: what the one customer is called who is spoken to. A name
    that is not known is '', for which its fallback is said: nobody reads an account id. So is one that content
    may not say, since people call themselves what they like and no operator can mend it.
    """
    return {
        "staff_name": _if_sayable(ctx, staff.name_of(ctx, sender) if sender else ""),
        "customer_name": _if_sayable(ctx, customer),
        "corp_name": secrets.platforms(ctx.corp).name,
        "send_date": shanghai_day(moment(at)),
    }


def _if_sayable(ctx: Ctx, name: str) -> str:
    return name if name and lint.is_sayable(name, checks.measure(ctx)) else ""


def unnamed(at: Moment) -> dict[str, str | int]:
    """The same with no name known."""
    return {"staff_name": "", "customer_name": "", "corp_name": "", "send_date": shanghai_day(moment(at))}


def check_said(ctx: Ctx, texts: Mapping[str, str], addresses: Mapping[str, str]) -> None:
    """Refuse texts and links of somebody's own that content's lint would refuse, by place. Raises LintErrors."""
    found = lint.said(texts, addresses, checks.measure(ctx))
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if errors:
        raise LintErrors(errors)


def check_plain(ctx: Ctx, texts: Mapping[str, str], addresses: Mapping[str, str]) -> LintErrors | None:
    """What lint has against texts that are shown as they are, such as names: they take no variables.

    Of its findings the errors refuse; a warning asks a reviewer to look, and a name has none. Addresses claim nothing
    by what their streets are called, so words of claims pass in them.
    """
    standards = checks.measure(ctx)
    found = [*lint.plain(texts, standards), *lint.plain(addresses, standards.without_claims())]
    errors = [one for one in found if one.severity is Severity.ERROR]
    return LintErrors(errors) if errors else None


lint_with(check_plain)


def said(texts: Mapping[str, str], values: Values) -> dict[str, str]:
    """Texts of somebody's own as they go out: filled with what is built in, and with no brace left."""
    shown = rules.built_in_shown(values)
    return {place: rules.fill(text, shown) for place, text in texts.items()}


def longest(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts of somebody's own, each as long as it may become; one of which nothing would be left stays as it is.

    It is not empty: lint says what is wrong with its variables.
    """
    filled = {place: rules.fill(text, rules.built_in_longest()) for place, text in texts.items()}
    return {place: text if text.strip() else texts[place] for place, text in filled.items()}


def names_in(text: str) -> set[str]:
    """The variables that a text says."""
    return set(rules.PLACEHOLDER.findall(text))
