"""What is shown of a thing that says too much: enough to know it again, not enough to use it."""

from __future__ import annotations

import re

from chalicelib.core.text import first_sign

HIDDEN = "****"
KEPT = 4
# As people write numbers: of phones, identity cards, accounts. Fewer digits are an amount, a size or a year.
NUMBERS = re.compile(r"\+?\d(?:[\s\-·]?\d){6,}[\dXx]?")
ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def phone(number: str) -> str:
    """138****8000 of a number of eleven digits; the last two of a short one."""
    digits = "".join(one for one in number if one.isdigit())
    if len(digits) < 8:
        return HIDDEN + digits[-2:]
    return f"{digits[:3]}{HIDDEN}{digits[-KEPT:]}"


def name(text: str) -> str:
    """The first sign of what somebody is called."""
    sign = first_sign(text)
    return f"{sign}**" if sign else ""


def code(text: str) -> str:
    """The last four, by which somebody who holds it can be asked for it."""
    return HIDDEN + text[-KEPT:]


def words(text: str, most: int = 18) -> str:
    """The beginning of a text, its numbers and addresses hidden."""
    hidden = ADDRESSES.sub(HIDDEN, NUMBERS.sub(lambda found: phone(found[0]), text))
    return hidden if len(hidden) <= most else f"{hidden[:most]}…"
