"""Nothing reaches people but through the one door that looks at it."""

from __future__ import annotations

import ast

from tests.architecture.sources import FILES, tree_of

SENDING = ("externalcontact/send_welcome_msg", "externalcontact/add_msg_template", "message/send")


def test_there_is_no_other_door_to_people() -> None:
    """Whoever names a call by which WeCom writes to people looks at the message in the same function."""
    found = {}
    for path in FILES:
        for function in [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]:
            named = {node.value for node in ast.walk(function) if isinstance(node, ast.Constant)}
            for api in named.intersection(SENDING):
                found[api, function.name] = "checked(" in ast.unparse(function)
    assert sorted(found) == [
        ("externalcontact/add_msg_template", "add_task"),
        ("externalcontact/send_welcome_msg", "send_welcome"),
        ("message/send", "send_to_staff"),
    ]
    assert all(found.values())
