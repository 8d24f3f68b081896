"""The rules of the packaged template. Each yields what is wrong, in words; a sound template yields nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from chalicelib import rooms
from chalicelib.core.config import Config
from chalicelib.core.errors import every
from chalicelib.core.http import edge, rates
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.ops import catalogue, metrics
from chalicelib.core.ops.secrets import Power
from chalicelib.core.room import Function
from chalicelib.core.storage.files import Area
from infra.apis import APIS, MAIN
from tests.infra.firewall import the_firewall_counts_every_way_to_sign_in, the_firewall_lets_the_platforms_through
from tests.infra.template import Template, all_named, named, strings
from tests.support.tables import ASIDE

Problems = Iterator[str]
HANDLERS = {
    "APIHandler": "app.app",
    "Door": "app.door",
    "OnCallback": "app.on_callback",
    "OnChange": "app.on_change",
    "OnFact": "app.on_fact",
    "OnBatch": "app.on_batch",
    "OnDue": "app.on_due",
    "OnDueBulk": "app.on_due_bulk",
    "OnPromise": "app.on_promise",
    "OnPeople": "app.on_people",
    "SendMoney": "app.send_money",
    "SendMarks": "app.send_marks",
    "SendMass": "app.send_mass",
    "OnJob": "app.on_job",
    "Tick": "app.tick",
}
STREAMS = {"MainTable": "NEW_AND_OLD_IMAGES", "FactsTable": "NEW_IMAGE", "CountersTable": "", "InboxTable": ""}
READERS = {"OnChange": "MainTable", "OnFact": "FactsTable", "OnBatch": "FactsTable"}
# The platforms give up after 5 s (docs/platform B7, I6), but what the door has begun to keep it queues all the same.
ANSWER_SECONDS = {"APIHandler": 10, "Door": 10}
BUCKET = "AWS::S3::Bucket"
# Of each part of the bucket, after how many days its files go; the others are kept until somebody deletes them.
FILES_KEPT = {"exports/": 1, "imports/": 7, "packs/": 7, "raw/": 35}
# Who may do what with which part: a link does what its signer may.
FILES_RIGHTS = {
    "APIHandler": {
        ("PutObject", "imports"),
        ("GetObject", "imports"),
        ("GetObject", "exports"),
        ("GetObject", "packs"),
        ("ListBucket", ""),
    },
    "OnJob": {
        ("GetObject", "imports"),
        ("GetObject", "exports"),
        ("PutObject", "exports"),
        ("DeleteObject", "exports"),
        ("GetObject", "packs"),
        ("PutObject", "packs"),
        ("ListBucket", ""),
    },
    "OnDue": {("DeleteObject", "exports")},
    "OnDueBulk": {("DeleteObject", "exports")},
}
PRINCIPALS = {f"{name}.amazonaws.com" for name in ("lambda", "apigateway", "cloudwatch", "budgets")}
MANY_RESOURCES, MOST_RESOURCES = 220, 280
TWO_WEEKS = 14 * 24 * 3600
PROBLEM_FIELDS = {"type", "title", "status", "code", "message_zh", "message_en", "details", "request_id"}


def tables_are_kept_and_restorable(template: Template) -> Problems:
    """On demand, restorable, protected from deletion everywhere but on a developer's machine."""
    if set(template.tables) != set(STREAMS):
        yield f"the tables are {sorted(template.tables)}"
    for name, table in template.tables.items():
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name} is not on demand"
        if table.get("PointInTimeRecoverySpecification") != {"PointInTimeRecoveryEnabled": True}:
            yield f"{name} cannot be restored to a point in time"
        if table.get("DeletionProtectionEnabled") != {"Fn::If": ["IsLocal", False, True]}:
            yield f"{name} is not protected from deletion"


def what_holds_data_is_retained(template: Template) -> Problems:
    """Tables, files, secrets and logs outlive their stack."""
    kinds = ("AWS::DynamoDB::Table", "AWS::SecretsManager::Secret", BUCKET, "AWS::Logs::LogGroup")
    holders = [name for kind in kinds for name in template.of_type(kind)]
    for name in holders:
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            if template.resources[name].get(policy) != "Retain":
                yield f"{name} has no {policy}: Retain"


def tables_have_their_keys_and_streams(template: Template) -> Problems:
    """pk and sk everywhere, two indexes on main, the right images on the streams, and expiry."""
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    for name, table in template.tables.items():
        if table.get("KeySchema") != keys:
            yield f"{name} has other keys than pk and sk"
        if table.get("StreamSpecification", {}).get("StreamViewType", "") != STREAMS.get(name):
            yield f"{name} has the wrong stream"
        if table.get("TimeToLiveSpecification") != {"AttributeName": "ttl", "Enabled": True}:
            yield f"{name} has the wrong expiry"
    indexes = [
        _index("by_parent", "parent", "place", "INCLUDE", NonKeyAttributes=["kind", "line"]),
        _index("due", "due", "due_at", "KEYS_ONLY"),
    ]
    if template.tables["MainTable"].get("GlobalSecondaryIndexes") != indexes:
        yield "MainTable has not exactly the indexes by_parent and due"
    if template.tables["InboxTable"].get("GlobalSecondaryIndexes") != [
        _index("unfinished", "unfinished", "queued_at", "INCLUDE", NonKeyAttributes=ASIDE)
    ]:
        yield "InboxTable has not exactly the index unfinished"


def _index(name: str, hash_key: str, range_key: str, projection: str, **more: Any) -> dict[str, Any]:
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}, {"AttributeName": range_key, "KeyType": "RANGE"}]
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": projection, **more}}


RECEIVES = {
    "CallbackQueue": 20,
    "DueQueue": 5,
    "DueBulkQueue": 5,
    "PromiseQueue": 20,
    "PeopleQueue": 10,
    "MoneyQueue": 8,
    "MarksQueue": 8,
    "MassQueue": 8,
    "JobQueue": 8,
}
# How often its own timeout a function's message is hidden, at least.
HIDDEN_TIMEOUTS = {"OnCallback": 1.1}
USUALLY_HIDDEN = 6
FED_BY_QUEUES = {"OnCallback", "OnDue", "OnDueBulk", "OnPromise", "OnPeople", "SendMoney", "SendMarks", "SendMass"}
FED_BY_QUEUES |= {"OnJob"}
WELCOME_SECONDS = 20


def queues_have_dead_letters(template: Template) -> Problems:
    """Some receives, then a queue that keeps the letter two weeks."""
    dead = {
        named(queue["RedrivePolicy"]["deadLetterTargetArn"])
        for queue in template.queues.values()
        if "RedrivePolicy" in queue
    }
    dead |= {
        named(source["DestinationConfig"]["OnFailure"]["Destination"])
        for _, source in template.sources("DynamoDB")
        if "DestinationConfig" in source
    }
    for name, queue in template.queues.items():
        if queue.get("MessageRetentionPeriod") != TWO_WEEKS:
            yield f"{name} does not keep messages for two weeks"
        if name not in dead and queue.get("RedrivePolicy", {}).get("maxReceiveCount") != RECEIVES.get(name):
            yield f"{name} has no dead-letter queue after {RECEIVES.get(name)} receives"


def queues_feed_functions_politely(template: Template) -> Problems:
    """By reference, failures one by one, hidden while worked on, so many at a time; callbacks come again in time."""
    fed = list(template.sources("SQS"))
    if {name for name, _ in fed} != FED_BY_QUEUES:
        yield f"queues do not feed exactly {sorted(FED_BY_QUEUES)}"
    for name, source in fed:
        queue = template.queues.get(named(source.get("Queue")))
        if queue is None:
            yield f"{name} takes from a queue that is not in the template"
        elif queue.get("VisibilityTimeout", 30) < _hidden(template, name):
            yield f"{name}'s messages come again while it still works on them"
        if name == "OnCallback" and queue is not None and queue.get("VisibilityTimeout", 30) > WELCOME_SECONDS / 2:
            yield "a callback whose worker crashed comes again too late for its welcome"
        if source.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name} fails whole batches"
        if not source.get("ScalingConfig", {}).get("MaximumConcurrency"):
            yield f"{name} has no bound on how many run at a time"


def _hidden(template: Template, name: str) -> float:
    return HIDDEN_TIMEOUTS.get(name, USUALLY_HIDDEN) * float(template.functions[name]["Timeout"])


def streams_lose_nothing(template: Template) -> Problems:
    """By reference, from the first record on, failures one by one, bounded attempts, then a letter."""
    fed = list(template.sources("DynamoDB"))
    if {name: named(source.get("Stream")) for name, source in fed} != READERS:
        yield "the streams of main and facts do not feed on_change, on_fact and on_batch by reference"
    for name, source in fed:
        if source.get("StartingPosition") != "TRIM_HORIZON":
            yield f"{name} misses what is in the stream when it is deployed"
        if (
            source.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]
            or source.get("BisectBatchOnFunctionError") is not True
        ):
            yield f"{name} repeats whole batches"
        if not 0 < source.get("MaximumRetryAttempts", -1) <= 1000:
            yield f"{name} tries a bad record until the stream forgets those behind it"
        if named(source.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")) not in template.queues:
            yield f"{name} drops what it gives up"


# Of a table on demand, from its first day.
FIRST_SHARDS = 4


def streams_have_room(template: Template) -> Problems:
    """A reader may run for every shard at a time: what is kept aside for it is not what holds it back."""
    for name, source in template.sources("DynamoDB"):
        at_once = FIRST_SHARDS * source.get("ParallelizationFactor", 1)
        kept = template.functions[name].get("ReservedConcurrentExecutions", {}).get("Fn::If", ["", 0])[1]
        if kept < at_once:
            yield f"{name} has {kept} places for the {at_once} batches that come at a time"


def functions_are_these(template: Template) -> Problems:
    """Each with its own role, a log group that forgets after a while, and enough time but not too much."""
    handlers = {name: function["Handler"] for name, function in template.functions.items()}
    if handlers != HANDLERS:
        yield f"the functions are {handlers}"
    roles = [named(function["Role"]) for function in template.functions.values()]
    if len(set(roles)) != len(roles):
        yield "functions share a role"
    for name, function in template.functions.items():
        group = template.resources.get(named(function.get("LoggingConfig", {}).get("LogGroup")), {})
        if not group.get("Properties", {}).get("RetentionInDays"):
            yield f"{name} logs for ever"
        if name != "APIHandler" and "ReservedConcurrentExecutions" not in function:
            yield f"{name} has no room kept for it"
    for name, longest in ANSWER_SECONDS.items():
        if template.functions[name]["Timeout"] > longest:
            yield f"{name} answers later than anybody waits"


def every_setting_is_given(template: Template) -> Problems:
    """The environment has exactly the fields of core/config.py, each from a resource or a parameter.

    What differs by function is which one it is, and nothing else.
    """
    given = template.content["Globals"]["Function"]["Environment"]["Variables"]
    wanted = {f"SIYU_{name.upper()}" for name in Config.__struct_fields__} - {"SIYU_FUNCTION"}
    if set(given) != wanted:
        yield f"settings differ from core/config.py: {sorted(set(given) ^ wanted)}"
    known = {*template.resources, *template.content["Parameters"]}
    for name, value in given.items():
        if not all_named(value) or not all_named(value) <= known:
            yield f"{name} is a literal"
    for name, function in template.functions.items():
        itself = HANDLERS.get(name, "").removeprefix("app.").replace("app", "api")
        if function.get("Environment") != {"Variables": {"SIYU_FUNCTION": itself}}:
            yield f"{name} is not told that it is {itself}, or has settings of its own"


def files_are_private_and_go_in_time(template: Template) -> Problems:
    """One bucket: no public way in, TLS only in the cloud, each part with its own time to live."""
    buckets = template.of_type(BUCKET)
    if set(buckets) != {"FilesBucket"}:
        yield f"the buckets are {sorted(buckets)}"
    bucket = buckets["FilesBucket"]
    blocked = bucket.get("PublicAccessBlockConfiguration", {})
    if [blocked.get(name) for name in PUBLIC_WAYS] != [True] * len(PUBLIC_WAYS):
        yield "files could be made public"
    if bucket.get("OwnershipControls") != {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}:
        yield "files may have rights of their own"
    lifes = bucket.get("LifecycleConfiguration", {}).get("Rules", [])
    days = {rule["Prefix"]: rule.get("ExpirationInDays") for rule in lifes if rule.get("Prefix")}
    if days != FILES_KEPT or any(rule.get("Status") != "Enabled" for rule in lifes):
        yield f"files are kept for {days}"
    if not any("AbortIncompleteMultipartUpload" in rule for rule in lifes):
        yield "what was half uploaded is kept for ever"
    if not {f"{area}/" for area in Area} >= set(days):
        yield "a part of the bucket that the code does not know"
    yield from _tls_only(template)


PUBLIC_WAYS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def _tls_only(template: Template) -> Problems:
    policy = template.resources.get("FilesPolicy", {})
    statements = policy.get("Properties", {}).get("PolicyDocument", {}).get("Statement", [])
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    refused = [one for one in statements if (one["Effect"], one["Principal"], one["Action"]) == ("Deny", "*", "s3:*")]
    if not any(one.get("Condition") == plain and len(one["Resource"]) == 2 for one in refused):
        yield "files may be fetched without TLS"
    if policy.get("Condition") != "IsInTheCloud" or named(policy.get("Properties", {}).get("Bucket")) != "FilesBucket":
        yield "the bucket's policy is not the bucket's, everywhere but on one machine"


def files_are_reached_by_part(template: Template) -> Problems:
    """Each function that reaches files may do so in the parts that it works on, and the others not at all."""
    for name in template.functions:
        found = {
            (action.removeprefix("s3:"), _part(resource))
            for statement in template.statements(name)
            for action in statement["Action"]
            if action.startswith("s3:")
            for resource in statement["Resource"]
        }
        if found != FILES_RIGHTS.get(name, set()):
            yield f"{name} may do {sorted(found)}"


def _part(resource: Any) -> str:
    """The part of the bucket that a resource names; '' for the bucket itself."""
    target = resource.get("Fn::Sub", "") if isinstance(resource, dict) else ""
    return str(target).removeprefix("${FilesBucket.Arn}/").removesuffix("/*")


def _is_part_of_bucket(resource: Any) -> bool:
    return named(resource) == "FilesBucket" and _part(resource) in set(Area)


def policies_name_what_they_allow(template: Template) -> Problems:
    """No wildcard but the files of a part, no literal, no managed policy: actions in full, resources by reference."""
    for name in template.functions:
        role = template.resources[named(template.functions[name]["Role"])]["Properties"]
        if role.get("ManagedPolicyArns"):
            yield f"{name} has a managed policy"
        for statement in template.statements(name):
            plain = [one for one in statement["Resource"] if not _is_part_of_bucket(one)]
            if any("*" in text for text in strings({**statement, "Resource": plain})):
                yield f"{name} has a wildcard in {statement['Sid']}"
            if statement["Effect"] != "Allow" or set(statement) != {"Sid", "Effect", "Action", "Resource"}:
                yield f"{name} has more than a plain permission in {statement['Sid']}"
            if any(named(resource) not in template.resources for resource in statement["Resource"]):
                yield f"{name} names a resource that is not this stack's in {statement['Sid']}"


# What a function may do with a table. BatchWriteItem would delete as well as put, and so would PartiQL's statements.
OF_TABLES = {"GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"}
# An upgrade passes over every row.
OF_ONE: Mapping[str, set[str]] = {"OnJob": {"Scan"}}
OF_STREAMS = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}


def nobody_may_delete_a_row(template: Template) -> Problems:
    """By no call: of a table's actions only those that read and write, of a stream's those that read."""
    for name in template.functions:
        allowed = {f"dynamodb:{action}" for action in OF_TABLES | OF_STREAMS | OF_ONE.get(name, set())}
        for statement in template.statements(name):
            for action in statement["Action"]:
                if action.startswith("dynamodb:") and action not in allowed:
                    yield f"{name} may {action} in {statement['Sid']}"


def platforms_knock_at_a_door_of_their_own(template: Template) -> Problems:
    """Their paths lead to it and no others do; it has room of its own, and rights on the inbox alone."""
    rooms.blueprints()
    doors = {(route.path, route.method) for route in REGISTRY if route.room.function == Function.DOOR}
    for path, methods in template.paths():
        for method, operation in methods.items():
            led_to = "Door" if (path, method.upper()) in doors else "APIHandler"
            if f"${{{led_to}.Arn}}" not in operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]:
                yield f"{method} {path} does not lead to {led_to}"
    permissions = template.of_type("AWS::Lambda::Permission").values()
    sources = [one["SourceArn"]["Fn::Sub"] for one in permissions if named(one["FunctionName"]) == "Door"]
    if [source.endswith("${RestAPI}/*") for source in sources] != [True]:
        yield "the API, and nothing else, may not call the door"
    touched = {named(resource) for statement in template.statements("Door") for resource in statement["Resource"]}
    if touched != {"InboxTable", "CallbackQueue", "VerifySecret", "DoorLog"}:
        yield f"the door touches {sorted(touched)}"


def policies_suffice_for_event_sources(template: Template) -> Problems:
    """Chalice adds no rights for event sources to a policy of one's own, so they must stand there."""
    for name, source in template.sources("SQS"):
        queue = {"Fn::GetAtt": [named(source["Queue"]), "Arn"]}
        for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
            if not template.allows(name, f"sqs:{action}", queue):
                yield f"{name} may not {action}"
    for name, source in template.sources("DynamoDB"):
        for action in ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"):
            if not template.allows(name, f"dynamodb:{action}", source["Stream"]):
                yield f"{name} may not {action}"
        if not template.allows(name, "sqs:SendMessage", source["DestinationConfig"]["OnFailure"]["Destination"]):
            yield f"{name} may not write a letter"
    for name, function in template.functions.items():
        group = {"Fn::GetAtt": [named(function["LoggingConfig"]["LogGroup"]), "Arn"]}
        if not template.allows(name, "logs:PutLogEvents", group):
            yield f"{name} may not log"


def everything_that_breaks_rings(template: Template) -> Problems:
    """An alarm for each dead letter, the age of each queue and stream, each function, table and index, and the API."""
    rings = {ring for alarm in template.alarms.values() for ring in _rings(alarm)}
    wanted = {
        *((metric, f"AWS::StackName{of}") for metric in ("5XXError", "4XXError") for of in ("", "-admin")),
        ("TurnedAway", "Stage"),
        ("Invocations", "Tick"),
        ("IteratorAge", "OnChange"),
        ("IteratorAge", "OnFact"),
        ("IteratorAge", "OnBatch"),
    }
    wanted |= {(metric, name) for name in template.functions for metric in ("Errors", "Throttles")}
    for name, table in template.tables.items():
        for place in [name, *(f"{name} {index['IndexName']}" for index in table.get("GlobalSecondaryIndexes", []))]:
            wanted |= {("ReadThrottleEvents", place), ("WriteThrottleEvents", place)}
    for name, queue in template.queues.items():
        metric = "ApproximateAgeOfOldestMessage" if "RedrivePolicy" in queue else "ApproximateNumberOfMessagesVisible"
        wanted.add((metric, name))
    for missing in sorted(wanted - rings):
        yield f"no alarm for {missing}"


def _rings(alarm: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What an alarm rings for: a metric, and the resource that its dimensions name."""
    stats = [one["MetricStat"]["Metric"] for one in alarm.get("Metrics", []) if "MetricStat" in one]
    for metric in stats or [alarm]:
        first, *others = metric["Dimensions"]
        of_index = [one["Value"] for one in others if one["Name"] == "GlobalSecondaryIndexName"]
        more = str(first["Value"].get("Fn::Sub", "")).partition("}")[2]
        yield metric["MetricName"], " ".join([named(first["Value"]) + more, *of_index])


def alarms_lead_to_a_page(template: Template) -> Problems:
    """An alarm is named after its runbook page, and says so."""
    for name, alarm in template.alarms.items():
        page = alarm["AlarmDescription"].removeprefix("docs/runbook/").partition(".md:")[0]
        called = alarm["AlarmName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
        if not (called == page or called.startswith(f"{page}-")) or ".md:" not in alarm["AlarmDescription"]:
            yield f"{name} is called {called} and leads to {page}"
        if alarm.get("TreatMissingData") not in ("notBreaching", "breaching"):
            yield f"{name} does not say what silence means"


def alarms_of_ours_ring_for_what_is_counted(template: Template) -> Problems:
    """Each on a metric of the catalogue that names it, by the very dimensions: by others it would never ring."""
    declared = [*catalogue.METRICS, *(metric for room in rooms.rooms() for metric in room.counted)]
    wanted = {(metric.alarm, metric.name, metric.dimensions) for metric in declared if metric.alarm}
    there = {
        (
            alarm["AlarmName"]["Fn::Sub"].removeprefix("${AWS::StackName}-"),
            alarm["MetricName"],
            frozenset(one["Name"] for one in alarm["Dimensions"]),
        )
        for alarm in template.alarms.values()
        if alarm.get("Namespace") == metrics.NAMESPACE
    }
    for alarm, name, dimensions in sorted(wanted ^ there):
        yield f"{alarm} and {name} by {sorted(dimensions)} do not belong together"


def the_api_is_measured_as_a_whole(template: Template) -> Problems:
    """By stage, which is free; metrics of each method would cost for each of a hundred doors."""
    for setting in template.throttles():
        if setting.get("MetricsEnabled") is not False:
            yield f"{setting['HttpMethod']} {setting['ResourcePath']} is measured by itself"
        # API Gateway's own log would hold what the access log leaves out: paths, queries with codes, tokens, bodies.
        if setting.get("DataTraceEnabled") or setting.get("LoggingLevel", "OFF") != "OFF":
            yield f"{setting['HttpMethod']} {setting['ResourcePath']} is logged with all that is sent"


# As many as the house may still grow by before a part of the account is too small.
NEXT_ROOMS = 20
MOST = rates.ACCOUNT.a_second


def each_method_has_its_own_throttle(template: Template) -> Problems:
    """As its route declares it, and all together below what the account has: a flood leaves each other its own."""
    rooms.blueprints()
    found = {
        (one["ResourcePath"].replace("~1", "/").removeprefix("/"), one["HttpMethod"]): (
            one.get("ThrottlingRateLimit"),
            one.get("ThrottlingBurstLimit"),
        )
        for one in template.throttles()
        if one["HttpMethod"] != "*"
    }
    declared = {(route.path, route.method): route.rate for route in REGISTRY}
    names = [(path, method.upper()) for path, methods in template.paths() for method in methods]
    kinds = {name: declared.get(name, rates.OTHERS) for name in names}
    fits = rates.fit(kinds.values())
    fitted = {name: rates.fitted(kind, fits) for name, kind in kinds.items()}
    wanted = {name: (rate.a_second, rate.burst) for name, rate in fitted.items()}
    yield from (f"{method} {path} is not packaged" for path, method in declared.keys() - set(names))
    for path, method in sorted(found.keys() ^ wanted.keys()):
        yield f"{method} {path} has no throttle, or there is one without it"
    yield from (
        f"{key} is throttled otherwise than declared" for key in found if found[key] != wanted.get(key, found[key])
    )
    grown = len(rooms.ROOMS) / (len(rooms.ROOMS) + NEXT_ROOMS)
    yield from (f"{part.name} have no room for more rooms" for part, of in fits.items() if of * grown < rates.LEAST)
    fixed = sum(rate.a_second for rate in kinds.values() if rate.part is None)
    if max(sum(rate or 0 for rate, _ in found.values()), fixed + sum(part.a_second for part in fits)) > MOST:
        yield "all doors together take more than the account has: lower a kind's rate, or ask for more"


# What a line of the access log may say. An address only where the stack is told to.
SAID = {
    "requestTimeEpoch",
    "requestId",
    "httpMethod",
    "resourcePath",
    "status",
    "error.responseType",
    "wafResponseCode",
}
SAID |= {"responseLatency", "integrationLatency", "integration.status", "responseLength", "domainName"}


def the_access_log_names_nobody(template: Template) -> Problems:
    """No path, query, header or user agent; an address if the stack is told so; it forgets after a while."""
    for name, api in template.apis.items():
        (setting,) = (part for part in api["AccessLogSetting"]["Fn::If"] if "Format" in part)
        line, given = setting["Format"]["Fn::Sub"]
        if unknown := set(re.findall(r"\$context\.([\w.]+)", line)) - SAID:
            yield f"the access log says {sorted(unknown)}"
        address = {"Fn::If": ["WritesAddresses", ',"address":"$context.identity.sourceIp"', ""]}
        if given != {"Address": address, "Before": APIS[name]}:
            yield "the access log says something else where the address may stand, or another path than was asked for"
        if "AccessLog" not in setting["DestinationArn"]["Fn::Sub"]:
            yield "the access log goes elsewhere"
    if template.content["Parameters"]["LogAddresses"]["Default"] != "false":
        yield "addresses are logged by themselves"
    if not template.resources["AccessLog"]["Properties"].get("RetentionInDays"):
        yield "the access log is kept for ever"


def a_day_has_a_budget(template: Template) -> Problems:
    """When it is given one: of this stack, told to the alarm topic, once it is used up."""
    budget = template.resources.get("StackDayBudget", {})
    told = budget.get("Properties", {}).get("NotificationsWithSubscribers", [{}])[0]
    if budget.get("Condition") != "HasBudget" or budget["Properties"]["Budget"]["TimeUnit"] != "DAILY":
        yield "there is no budget of a day"
    elif "${AWS::StackName}" not in budget["Properties"]["Budget"]["CostFilters"]["TagKeyValue"][0]["Fn::Sub"]:
        yield "the budget is not the stack's"
    if [one["SubscriptionType"] for one in told.get("Subscribers", [])] != ["SNS"]:
        yield "the budget tells nobody"
    unit = {"Fn::If": ["SaysUnit", {"Ref": "BudgetUnit"}, {"Fn::If": ["IsInChina", "CNY", "USD"]}]}
    if budget.get("Properties", {}).get("Budget", {}).get("BudgetLimit", {}).get("Unit") != unit:
        yield "a budget in China is not in yuan by itself, and AWS refuses it"


# CloudFormation's own bounds, and how near we let ourselves come.
LONGEST_TEMPLATE, MOST_OF_A_STACK = 900_000, 450


def it_fits_into_cloudformation(template: Template) -> Problems:
    """As `aws cloudformation package` writes it: below a million bytes, and 500 resources."""
    written = yaml.dump(template.content, Dumper=_Whole, default_flow_style=False)
    if len(written.encode()) > LONGEST_TEMPLATE:
        yield f"the template has {len(written.encode())} bytes of a million"
    # Of a function SAM makes an event source beside it, of an API its deployment and stage.
    made = len(template.resources) + len(template.functions) + 2 * len(template.apis)
    if made > MOST_OF_A_STACK:
        yield f"the stack has {made} resources of 500"


class _Whole(yaml.CSafeDumper):  # type: ignore[misc]
    """Writes what stands twice twice, as the AWS CLI does."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def it_deploys_in_every_partition(template: Template) -> Problems:
    """No ARN, region or address of the global partition: aws-cn has others."""
    for text in strings(template.resources):
        if text.startswith("arn:aws") or "us-east-1" in text:
            yield f"literal of one partition: {text}"
        if "amazonaws.com" in text and text not in PRINCIPALS:
            yield f"literal address: {text}"
    for name, api in template.apis.items():
        if api["EndpointConfiguration"] not in ("REGIONAL", {"Type": "REGIONAL"}):
            yield f"{name} is not regional"


def the_api_answers_alike(template: Template) -> Problems:
    """What API Gateway says by itself is a problem in both languages; pictures are binary; floods are bounded."""
    for name, api in template.apis.items():
        yield from _answers_alike(api, for_people=name == MAIN)


def _answers_alike(api: Mapping[str, Any], *, for_people: bool) -> Problems:
    if api["DefinitionBody"].get("x-amazon-apigateway-binary-media-types") != ["*/*"]:
        yield "pictures come as text"
    if not all(setting.get("ThrottlingRateLimit") for setting in api.get("MethodSettings", [{}])):
        yield "requests are not bounded"
    answers = api.get("GatewayResponses", {})
    known = {f"/docs#{error.__name__}" for error in every()}
    if not {"DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "MISSING_AUTHENTICATION_TOKEN"} <= set(answers):
        yield "API Gateway answers in its own words"
    for name, answer in answers.items():
        problem = json.loads(answer["ResponseTemplates"]["application/json"])
        if set(problem) - {"page"} != PROBLEM_FIELDS or str(problem.get("status")) != answer.get("StatusCode"):
            yield f"{name} is no problem document"
        if not problem["type"] == f"/docs#{problem['code']}" in known:
            yield f"{name} has a code of its own"
        if name in ("THROTTLED", "DEFAULT_5XX") and not answer["ResponseParameters"]["Headers"].get("Retry-After"):
            yield f"{name} does not say when to try again"
        kind = "text/html; charset=utf-8" if for_people else "application/problem+json"
        if answer["ResponseParameters"]["Headers"].get("Content-Type") != f"'{kind}'":
            yield f"{name} has the wrong type"
        if for_people != ("page" in problem):
            yield f"{name} is a page where nobody looks, or none where somebody does"


def secrets_are_made_not_written(template: Template) -> Problems:
    """One by power. The session key is generated by AWS, and no secret, parameter or variable holds one in the open."""
    held = template.of_type("AWS::SecretsManager::Secret")
    if set(held) != {f"{power.title()}Secret" for power in Power}:
        yield f"the secrets are {sorted(held)}"
    for name, secret in held.items():
        if "SecretString" in secret:
            yield f"{name} is written in the open, and would be written anew when that changes"
    made = held.get("SessionsSecret", {}).get("GenerateSecretString", {})
    if made.get("GenerateStringKey") != "session_key":
        yield "the session key is not generated"
    if made.get("PasswordLength", 0) < 32:
        yield "the session key is too short"
    for name in template.content["Parameters"]:
        if any(word in name.lower() for word in ("password", "token", "aeskey", "secret")):
            yield f"the parameter {name} would hold a secret in the open"


def api_resources(template: Template) -> dict[str, int]:
    """How many resources API Gateway makes of each API's paths: one for each part that they do not share, its root."""
    found = {}
    for name, api in template.apis.items():
        parts = [path.strip("/").split("/") for path in api["DefinitionBody"]["paths"]]
        found[name] = len({"/".join(part[:end]) for part in parts for end in range(1, len(part) + 1)} | {""})
    return found


def each_api_has_room_to_grow(template: Template) -> Problems:
    """API Gateway allows 300 resources an API. Before the last of them one has to be split once more."""
    for name, count in api_resources(template).items():
        if count > MOST_RESOURCES:
            yield f"{name} has {count} resources of 300: let infra/apis.py split it"


def one_domain_leads_to_both_apis(template: Template) -> Problems:
    """`/admin` to the one, all else to the other; each may call the function; none has paths that the other should."""
    mappings = {
        (named(one["RestApiId"]), one.get("BasePath", ""), named(one["DomainName"]), str(one["Stage"]))
        for one in template.of_type("AWS::ApiGateway::BasePathMapping").values()
    }
    if mappings != {(name, prefix[1:], "ApiDomain", str({"Ref": f"{name}.Stage"})) for name, prefix in APIS.items()}:
        yield f"the domain leads to {sorted(mappings)}"
    for name in ("ApiMapping", "AdminMapping"):
        if template.resources.get(name, {}).get("Condition") != "HasDomain":
            yield f"{name} is there without a domain, or not with one"
    permissions = template.of_type("AWS::Lambda::Permission").values()
    allowed = str([one["SourceArn"] for one in permissions if named(one["FunctionName"]) == "APIHandler"])
    yield from (
        f"{name} may not call the function" for name in ("${RestAPIId}/*", "${AdminAPI}/*") if name not in allowed
    )
    paths = {name: api["DefinitionBody"]["paths"] for name, api in template.apis.items()}
    if any(path.startswith("/admin/") for path in paths["RestAPI"]) or not all(
        path.startswith("/v1/") for path in paths["AdminAPI"]
    ):
        yield "a path is in the wrong API"
    if template.apis["AdminAPI"]["StageName"] != edge.ADMIN:
        yield "the app does not know the second API by its stage"


RULES = (
    tables_are_kept_and_restorable,
    what_holds_data_is_retained,
    tables_have_their_keys_and_streams,
    queues_have_dead_letters,
    queues_feed_functions_politely,
    streams_lose_nothing,
    streams_have_room,
    functions_are_these,
    every_setting_is_given,
    files_are_private_and_go_in_time,
    files_are_reached_by_part,
    policies_name_what_they_allow,
    nobody_may_delete_a_row,
    platforms_knock_at_a_door_of_their_own,
    policies_suffice_for_event_sources,
    everything_that_breaks_rings,
    alarms_lead_to_a_page,
    alarms_of_ours_ring_for_what_is_counted,
    the_api_is_measured_as_a_whole,
    each_method_has_its_own_throttle,
    the_access_log_names_nobody,
    the_firewall_lets_the_platforms_through,
    the_firewall_counts_every_way_to_sign_in,
    a_day_has_a_budget,
    it_fits_into_cloudformation,
    it_deploys_in_every_partition,
    the_api_answers_alike,
    secrets_are_made_not_written,
    each_api_has_room_to_grow,
    one_domain_leads_to_both_apis,
)
