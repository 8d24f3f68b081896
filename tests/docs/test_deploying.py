"""Whoever follows infra/deploy.md to the letter types commands that exist, for parameters that exist."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
import jmespath  # type: ignore[import-untyped]
import pytest
import yaml
from botocore import xform_name

from chalicelib import rooms
from chalicelib.access.browsers import NEXT
from chalicelib.core.http.routes import REGISTRY
from tests.support.markdown import ROOT, blocks, cells, prose, quoted, rows

PAGE = (ROOT / "infra" / "deploy.md").read_text()
READMES = [(ROOT / name).read_text() for name in ("README.md", "README.zh-CN.md")]
GUIDES = [ROOT / "infra" / "deploy.md", *sorted((ROOT / "docs" / "runbook").glob("*.md"))]
SOURCES = "".join((ROOT / "infra" / f"{name}.py").read_text() for name in ("package", "provision", "alarms", "smoke"))
# What the AWS CLI adds to every operation, and to those that have pages or take files.
EVERYWHERE = {"query", "output", "region", "profile", "max-items", "cli-binary-format", "no-paginate"}
# Commands of the CLI that are no operation of a service, with the options that we use.
CLI_ALONE = {
    ("cloudformation", "package"): {"template-file", "s3-bucket", "output-template-file"},
    ("cloudformation", "deploy"): {"template-file", "stack-name", "s3-bucket", "capabilities", "parameter-overrides"},
    ("s3", "rm"): {"recursive"},
    ("logs", "tail"): {"since", "follow", "format"},
}


class _Short(yaml.CSafeLoader):  # type: ignore[misc]
    """Takes CloudFormation's short forms, such as `!Ref`, as text."""


_Short.add_multi_constructor("!", lambda _loader, _suffix, node: str(node.value))
TEMPLATE: dict[str, Any] = yaml.load((ROOT / "infra" / "template.yaml").read_text(), _Short)


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every `aws` command of the guides: in a shell block, inside another command, or between backticks."""
    for page in GUIDES:
        text = page.read_text()
        shell = "".join(block.text for block in blocks(text) if block.language == "sh").replace("\\\n", " ")
        quotes = [quote for quote in re.findall(r"`(aws [^`]+)`", prose(text)) if " -" in quote or quote.count(" ") > 1]
        for line in [*shell.splitlines(), *quotes]:
            yield from ((page.name, command) for part in substituted(line) for command in of_aws(part))


def substituted(line: str) -> Iterator[str]:
    """What stands in `$(…)`, the innermost first, and at last the line itself with a word in their places."""
    while found := re.search(r"\$\((?:\([^()]*\)|([^()]*))\)", line):
        if found[1]:
            yield found[1]
        line = line[: found.start()] + "WORD" + line[found.end() :]
    yield line


def of_aws(line: str) -> Iterator[list[str]]:
    """The commands of a line that are the AWS CLI's, word by word."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|;&")
    lexer.whitespace_split, lexer.commenters = True, "#"
    command: list[str] = []
    for word in [*lexer, ";"]:
        if word.strip("|;&"):
            command.append(word)
        elif "aws" in command:
            yield command[command.index("aws") :]
            command = []
        else:
            command = []


ALL = list(commands())


SESSION = botocore.session.get_session()


@cache
def options_of(name: str, operation: str) -> set[str]:
    """The options of an operation as the AWS CLI knows it, whose `s3api` is what botocore calls S3."""
    model = SESSION.get_service_model(name.replace("s3api", "s3"))
    [called] = [one for one in model.operation_names if xform_name(one, "-") == operation]
    members = [xform_name(member, "-") for member in model.operation_model(called).input_shape.members]
    return {*members, *(f"no-{member}" for member in members)}


def known_options(name: str, operation: str, what: str) -> set[str]:
    """Those of a command of the CLI alone, of the operation that a waiter asks, or of an operation."""
    if (name, operation) in CLI_ALONE:
        return CLI_ALONE[name, operation]
    if operation == "wait":
        waiters = SESSION.get_waiter_model(name)
        [waiter] = [one for one in waiters.waiter_names if xform_name(one, "-") == what]
        operation = xform_name(waiters.get_waiter(waiter).operation, "-")
    return options_of(name, operation)


def label(part: object) -> str:
    """What a command is called in the list of tests."""
    return "-".join(part[1:3]) if isinstance(part, list) else str(part)


@pytest.mark.parametrize(("page", "command"), ALL, ids=label)
def test_every_command_of_aws_has_the_operation_and_the_options(page: str, command: list[str]) -> None:
    """As the AWS CLI would find out, without an account; what is asked of an answer can be read."""
    _, name, operation, *rest = command
    given = {word[2:].partition("=")[0] for word in rest if word.startswith("--")}
    assert given - EVERYWHERE <= known_options(name, operation, rest[0] if rest else "")
    for at, word in enumerate(rest):
        if word == "--query":
            jmespath.compile(rest[at + 1])


def test_there_are_commands_and_a_wrong_one_would_be_noticed() -> None:
    """The negative control: an operation and an option that are not there."""
    assert len(ALL) > 40
    for wrong in ("aws sqs delete-everything --now", "aws sqs purge-queue --queue-urls x"):
        with pytest.raises((ValueError, AssertionError)):
            test_every_command_of_aws_has_the_operation_and_the_options("-", shlex.split(wrong))


def the_commands() -> list[str]:
    """The block that deploys."""
    [block] = [found.text for found in blocks(PAGE) if found.text.startswith("make package\n")]
    return block.splitlines()


def test_there_is_one_version_of_the_commands() -> None:
    """Both READMEs show the very lines of the page, and only those deploy."""
    for readme in READMES:
        [shown] = [block.text for block in blocks(readme) if "cloudformation" in block.text]
        assert shown.splitlines() == the_commands()


def test_each_step_of_the_commands_says_what_should_come() -> None:
    """A row a line, in the order of the lines."""
    steps = [quoted(row[0])[0].split()[-1] for row in rows(PAGE, "step")]
    assert [line for step, line in zip(steps, the_commands(), strict=True) if step not in line] == []


def test_what_our_commands_should_print_is_what_they_print() -> None:
    """Whoever compares finds the words."""
    for words in ("deployment.zip", "written; the stack's corps are now", "alarms go to: ", "as they should be, "):
        assert words in SOURCES
        assert words in PAGE


def default(cell: str) -> str | None:
    """What the page says of a parameter that is not given."""
    return None if cell == "none" else (quoted(cell) or [""])[0]


def test_the_parameters_are_those_of_the_template() -> None:
    """Each is told with its default, and none that is gone."""
    told = {name: default(row[1]) for row in rows(PAGE, "parameter") for name in quoted(row[0])}
    assert sum(len(quoted(row[0])) for row in rows(PAGE, "parameter")) == len(told), "one is told twice"
    there = {name: parameter.get("Default") for name, parameter in TEMPLATE["Parameters"].items()}
    local_only = ("WecomUrl", "WecomLoginUrl", "WecomOauthUrl", "WechatUrl", "WechatPayUrl")
    there |= dict.fromkeys(local_only, "")  # told in words
    assert told == {name: None if value is None else str(value) for name, value in there.items()}


def test_what_outlives_the_stack_is_told() -> None:
    """By name or by number, so that nobody looks for less."""
    kept = {name for name, one in TEMPLATE["Resources"].items() if one.get("DeletionPolicy") == "Retain"}
    part = PAGE.partition("## Tear-down")[2]
    listed = {name for name in kept if TEMPLATE["Resources"][name]["Type"] in part}
    assert f"prints {len(listed)} lines" in part
    secrets = {name for name in listed if name.endswith("Secret")}
    logs = {name for name in listed if name.endswith("Log")}
    assert {name for name in kept - secrets - logs - {"FilesBucket"} if f"`{name}`" not in part} == set()
    assert "five secrets" in part and len(secrets) == 5
    assert "sixteen groups of logs" in part and len(logs) == 16


def test_every_address_of_ours_that_is_to_be_entered_somewhere_is_one() -> None:
    """In WeCom's console, in a browser: a door of the app takes the path, and its query."""
    rooms.blueprints()
    doors = {re.sub(r"\{\w+\}", "[^/]+", route.path) for route in REGISTRY}
    told = {found.rstrip(".,;:") for found in re.findall(r"https://q\.example\.com(/[^\s`)|…]+)", PAGE)}
    assert len(told) >= 4
    for address in told - {"/WW_verify_"}:
        path, _, query = address.partition("?")
        assert any(re.fullmatch(door, path) for door in doors), address
        if after := re.search(r"next=([^&]+)", query):
            assert NEXT.fullmatch(after[1]), address


def test_the_key_policy_lets_in_who_writes_by_himself() -> None:
    """Logs and alarms, by the names of the Chinese partition where they differ; the account decides all else."""
    policy = json.loads((ROOT / "infra" / "key-policy.json").read_text())
    allowed = {one["Sid"]: one for one in policy["Statement"]}
    own = TEMPLATE["Resources"]["AlarmKey"]["Properties"]["KeyPolicy"]["Statement"][1]
    assert allowed["AlarmsPublish"]["Principal"] == own["Principal"]
    assert allowed["AlarmsPublish"]["Action"] == own["Action"]
    assert allowed["LogsWrite"]["Principal"] == {"Service": "logs.cn-northwest-1.amazonaws.com.cn"}
    assert allowed["AccountDecides"]["Principal"]["AWS"].startswith("arn:aws-cn:iam::")


def test_it_is_said_plainly_that_nobody_has_run_it_in_aws() -> None:
    """In the page and in both READMEs, before the commands."""
    for text, words in (
        (PAGE, "Not yet run in an AWS account"),
        (READMES[0], "Not yet run in AWS"),
        (READMES[1], "尚未在 AWS 上运行过"),
    ):
        assert 0 < text.index(words) < text.index("make package\n")


def test_every_table_of_the_page_is_whole() -> None:
    """As many cells in each row as its head has."""
    widths: list[int] = []
    for line in prose(PAGE).splitlines():
        width = len(cells(line))
        if width and widths and widths[-1]:
            assert width == widths[-1], line
        widths.append(width)
