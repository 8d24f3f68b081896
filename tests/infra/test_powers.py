"""Each function may read the secrets and touch the tables, queues and files that its verbs do, and nothing else."""

from __future__ import annotations

import ast
import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import rooms
from chalicelib.core.events.lanes import ROADS, Lane, SendLane
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.ops.secrets import Power
from chalicelib.core.room import Function
from chalicelib.rooms import flow_table
from tests.support import calls, make, powers
from tests.support.calls import ROOT, Name
from tests.support.powers import DEAD, FUNCTIONS, PLACES
from tests.support.stack import running_stack

SECRETS = "chalicelib.core.ops.secrets"


def of(verb: Callable[..., Any]) -> Name:
    """Where a verb stands."""
    return Name(verb.__module__, verb.__qualname__)


def begun_by() -> dict[str, list[Name]]:
    """What each function runs, by the flow table and the routes."""
    rooms.blueprints()
    table = flow_table()
    sends = [(line.errand.lane, of(line.verb)) for line in table.on_errand.values()]
    follows = [(line.lane, of(line.verb)) for lines in table.on_fact.values() for line in lines]
    due = [of(line.verb) for line in table.on_due.values()]
    routes = [(route.room.function, Name(f"chalicelib.{route.room.name}.routes", route.name)) for route in REGISTRY]
    lanes = (*Lane, *SendLane)
    begun = {ROADS[lane].function: [verb for on, verb in [*sends, *follows] if on is lane] for lane in lanes}
    return begun | {
        "api": [Name("chalicelib.core.http.routes", "pass_door"), *(verb for at, verb in routes if at == Function.API)],
        "door": [verb for at, verb in routes if at == Function.DOOR],
        "on_callback": [of(line.verb) for lines in table.on_event.values() for line in lines],
        "on_change": [of(line.says) for line in table.on_change.values()],
        "on_fact": begun["on_promise"],
        "on_batch": [of(line.verb) for line in table.on_batch],
        "on_job": [Name("chalicelib.functions", "on_job"), *(of(line.step) for line in table.on_job.values())],
        "on_due": due,
        "on_due_bulk": due,
        "tick": [Name("chalicelib.clock", "tick")],
    }


def read_by(begun: list[Name]) -> set[Power]:
    """The secrets that verbs come to read."""
    return {Power(name) for module, name in calls.reached(begun) if module == SECRETS and name in list(Power)}


def granted(policy: Mapping[str, Any]) -> set[Power]:
    """The secrets that a policy lets a function read."""
    names = {power: f"{power.title()}Secret" for power in Power}
    resources = [
        resource["Fn::GetAtt"][0]
        for statement in policy["Statement"]
        if "secretsmanager:GetSecretValue" in statement["Action"]
        for resource in statement["Resource"]
    ]
    return {power for power, name in names.items() if name in resources}


def differences(begun: Mapping[str, list[Name]], policies: Mapping[str, Any]) -> Iterator[str]:
    """Where a policy and the verbs of its function do not agree, in words."""
    for function, policy in policies.items():
        wanted, given = read_by(begun[function]), granted(policy)
        yield from (f"{function} reads {power} and may not" for power in sorted(wanted - given))
        yield from (f"{function} may read {power} and does not" for power in sorted(given - wanted))


def policies() -> dict[str, Any]:
    """Every function's policy."""
    return {name: json.loads((ROOT / ".chalice" / f"policy-{name}.json").read_text()) for name in FUNCTIONS}


def test_every_function_is_asked_about() -> None:
    """None has a policy that the flow table and the routes know nothing of."""
    assert sorted(begun_by()) == FUNCTIONS


def test_each_function_may_read_what_its_verbs_read_and_no_other_secret() -> None:
    """A right that is missing would fail in production, one too many would give away a power."""
    assert list(differences(begun_by(), policies())) == []


@pytest.mark.parametrize("power", Power)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_right_too_many_or_too_few_is_noticed(function: str, power: Power) -> None:
    """Negative control: whichever secret is granted or taken away, the function and the secret are named."""
    spoiled = policies()
    statements = spoiled[function]["Statement"]
    resource = {"Fn::GetAtt": [f"{power.title()}Secret", "Id"]}
    if power in granted(spoiled[function]):
        spoiled[function]["Statement"] = [one for one in statements if resource not in one["Resource"]]
        said = f"{function} reads {power} and may not"
    else:
        statements.append({"Sid": "More", "Action": ["secretsmanager:GetSecretValue"], "Resource": [resource]})
        said = f"{function} may read {power} and does not"
    assert list(differences(begun_by(), spoiled)) == [said]


def may_write(policy: Mapping[str, Any], table: str) -> bool:
    """True when a policy lets a function update rows of a table."""
    return any(
        "dynamodb:UpdateItem" in statement["Action"] and {"Fn::GetAtt": [table, "Arn"]} in statement["Resource"]
        for statement in policy["Statement"]
    )


def test_whoever_takes_a_share_or_a_permit_may_write_it() -> None:
    """Both lie in the inbox; a function without the right would do nothing at all, in the cloud alone."""
    takers = {
        function
        for function in FUNCTIONS
        if Name("chalicelib.core.storage.permits", "take")
        in calls.reached([*begun_by()[function], Name("chalicelib.functions", function)])
    }
    assert takers >= {"on_people", "send_mass", "on_callback"}
    assert [function for function in sorted(takers) if not may_write(policies()[function], "InboxTable")] == []


def test_the_door_asks_for_no_session() -> None:
    """Its routes are all public, so the way of a request through sessions and roles is none of its own."""
    rooms.blueprints()
    doors = [route for route in REGISTRY if route.room.function == Function.DOOR]
    assert doors and all(route.allow == PUBLIC for route in doors)


LANES = {lane: PLACES[ROADS[lane].queue.setting] for lane in (*Lane, *SendLane)}
FLOW_TABLE = Name("chalicelib.rooms", "flow_table")
# What declares the settings uses none of them.
SETTINGS = Name("chalicelib.core.config", "Config")
SEND_ERRAND = Name("chalicelib.core.events.errands", "send")


def touched_by(function: str) -> set[str]:
    """The tables, queues and files that a function's verbs come to name.

    A lane's queue is named for all lanes in one table, so of those it is asked which errands the verbs send; a fact
    that is read is put on the lanes that follow it, and what was held back into the function's own queue again.
    """
    itself = [] if function in ("api", "door", "tick") else [Name("chalicelib.functions", function)]
    # The flow table names every kind of row; what is done with one is done by the verbs.
    names = calls.reached(begun_by()[function]) | (calls.reached(itself) - calls.reached([FLOW_TABLE]))
    names -= {SETTINGS}
    named = {PLACES[word] for name in names for word in words(name) if word in PLACES} - set(LANES.values())
    errands = {of_class(errand): errand.lane for room in rooms.rooms() for errand in room.errands}
    lanes: set[Lane | SendLane] = {lane for errand, lane in errands.items() if errand in names and SEND_ERRAND in names}
    lanes |= set(Lane) if function == "on_fact" else set()
    counted = set(DEAD.values()) if any("dead_queue_urls" in words(name) for name in names) else set()
    return named | {LANES[lane] for lane in lanes} | own_queue(function) | counted


def words(name: Name) -> Iterator[str]:
    """The attributes and texts that stand in a definition, which is how a setting is read."""
    for body in calls.read(name.module).defined.get(name.name, ()):
        for node in ast.walk(body):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def of_class(errand: type[object]) -> Name:
    """Where an errand stands."""
    return Name(errand.__module__, errand.__name__)


def own_queue(function: str) -> set[str]:
    """The queue or the stream that a function works on, and the queue that its stream's letters go to."""
    fed = {road.function: LANES[lane] for lane, road in ROADS.items()}
    fed |= {"on_callback": "CallbackQueue", "on_job": "JobQueue", "on_due": "DueQueue", "on_due_bulk": "DueBulkQueue"}
    read = {
        "on_change": {"MainTable", "ChangesDead"},
        "on_fact": {"FactsTable", "FactsDead"},
        "on_batch": {"FactsTable", "BatchesDead"},
    }
    return {fed[function]} if function in fed else read.get(function, set())


def may_touch(policy: Mapping[str, Any]) -> set[str]:
    """The tables, queues and files that a policy names; its own log and the secrets are asked about elsewhere."""
    targets = [next(iter(one.values())) for statement in policy["Statement"] for one in statement["Resource"]]
    found = {target[0] if isinstance(target, list) else re.split(r"[.}]", target[2:])[0] for target in targets}
    return {name for name in found if not name.endswith(("Secret", "Log"))}


def out_of_place(policies: Mapping[str, Any]) -> Iterator[str]:
    """Where a policy and what its function's verbs touch do not agree, in words."""
    for function, policy in policies.items():
        wanted, given = touched_by(function), may_touch(policy)
        yield from (f"{function} touches {name} and may not" for name in sorted(wanted - given))
        yield from (f"{function} may touch {name} and does not" for name in sorted(given - wanted))


def test_each_function_may_touch_what_its_verbs_touch_and_nothing_else() -> None:
    """A right that is missing fails in production alone; one too many is what a hole in our code would use."""
    assert list(out_of_place(policies())) == []


@pytest.mark.parametrize("place", ["MainTable", "InboxTable", "MoneyQueue", "CallbackQueue", "FilesBucket"])
@pytest.mark.parametrize("function", ["door", "tick", "send_marks"])
def test_a_place_too_many_or_too_few_is_noticed(function: str, place: str) -> None:
    """Negative control: whatever is granted or taken away, the function and the place are named."""
    spoiled = {function: copy.deepcopy(policies()[function])}
    statements = spoiled[function]["Statement"]
    if place in may_touch(spoiled[function]):
        spoiled[function]["Statement"] = [one for one in statements if place not in may_touch({"Statement": [one]})]
    else:
        statements.append({"Sid": "More", "Action": ["-"], "Resource": [{"Fn::GetAtt": [place, "Arn"]}]})
    assert any(f"{function} " in said and f" {place} " in said for said in out_of_place(spoiled))


REQUESTS: dict[str, tuple[str, dict[str, Any], list[tuple[str, str]]]] = {
    "put": ("PutItem", {"TableName": "s1-facts"}, [("dynamodb:PutItem", "FactsTable")]),
    "query": ("Query", {"TableName": "s1-main"}, [("dynamodb:Query", "MainTable")]),
    "index": ("Query", {"TableName": "s1-main", "IndexName": "due"}, [("dynamodb:Query", "MainTable/index/due")]),
    "many": (
        "BatchGetItem",
        {"RequestItems": {"s1-main": {}, "s1-inbox": {}}},
        [("dynamodb:BatchGetItem", "MainTable"), ("dynamodb:BatchGetItem", "InboxTable")],
    ),
    "transaction": (
        "TransactWriteItems",
        {"TransactItems": [{"ConditionCheck": {"TableName": "s1-main"}}, {"Put": {"TableName": "s1-counters"}}]},
        [("dynamodb:ConditionCheckItem", "MainTable"), ("dynamodb:PutItem", "CountersTable")],
    ),
}


@pytest.mark.parametrize("asked", REQUESTS)
def test_a_request_is_judged_by_what_it_does(asked: str) -> None:
    """By each row's table, an index by itself, a write of a transaction as what it is alone."""
    operation, params, deeds = REQUESTS[asked]
    assert list(powers.deeds(operation, params)) == deeds


@pytest.mark.parametrize(
    ("function", "deed"),
    [
        ("tick", ("dynamodb:Query", "MainTable/index/due")),
        ("tick", ("sqs:SendMessage", "DueQueue")),
        ("api", ("dynamodb:PutItem", "MainTable")),
        ("on_change", ("dynamodb:PutItem", "FactsTable")),
    ],
)
def test_a_test_fails_where_a_function_does_what_it_may_not(
    function: str, deed: powers.Deed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of all tests in which functions run: a right less is noticed, whatever is made of it."""
    all_rights = powers.rights_of
    said = f"{function} does {deed[0]} at {deed[1]} and may not"
    with pytest.raises(AssertionError, match=said), running_stack() as stack:
        monkeypatch.setattr(powers, "rights_of", lambda of: all_rights(of) - ({deed} if of == function else set()))
        with suppress(Exception):
            make.occurrence(stack, make.post(stack))


def test_a_thread_of_a_function_may_do_no_more_than_it() -> None:
    """Some count and look in several threads at once."""
    with powers.acting("door"), ThreadPoolExecutor(1) as pool:
        allowed = pool.submit(powers.check, ("dynamodb:PutItem", "InboxTable"))
        refused = pool.submit(powers.check, ("dynamodb:Scan", "MainTable"))
    allowed.result()
    with pytest.raises(ClientError):
        refused.result()
    powers.begin()


def test_a_queue_that_no_setting_names_is_nobodys() -> None:
    """Its address would be one of another stack."""
    with powers.acting("tick"), pytest.raises(ClientError):
        powers.check_queue("SendMessage", "https://sqs.example.com/queue")
    powers.begin()


@pytest.mark.parametrize("more", [{"Effect": "Deny"}, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}])
def test_a_policy_that_allows_less_than_it_reads_like_is_not_guessed_at(more: dict[str, Any]) -> None:
    """Whoever writes the first of them has it judged."""
    plain = {"Sid": "Rows", "Effect": "Allow", "Action": ["dynamodb:Query"], "Resource": []}
    assert powers.granted({"Statement": [plain]}) == frozenset()
    with pytest.raises(ValueError, match="Rows"):
        powers.granted({"Statement": [{**plain, **more}]})
