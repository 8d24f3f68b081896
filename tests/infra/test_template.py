"""What `make package` deploys keeps every rule; and each rule notices a template that breaks it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.core.events.lanes import ROADS
from chalicelib.core.ops import jobs, queues
from tests.infra import firewall, rules
from tests.infra.template import GONE, Template, Where, put

Rule = Callable[[Template], Iterator[str]]
PARTS = "Properties"
ON_CHANGE = ("OnChange", PARTS, "Events", "OnChangeDynamodbEventSource", PARTS)
SEND_MARKS = ("SendMarks", PARTS, "Events", "SendMarksSqsEventSource", PARTS)
POLICY = ("SendMarksRole", PARTS, "Policies", "0", "PolicyDocument", "Statement", "0")
DOOR_POLICY = ("DoorRole", PARTS, "Policies", "0", "PolicyDocument", "Statement", "0")
PATHS = ("RestAPI", PARTS, "DefinitionBody", "paths")
THROTTLES = ("RestAPI", PARTS, "MethodSettings")
REFUSED = ("RestAPI", PARTS, "GatewayResponses", "THROTTLED", "ResponseParameters", "Headers")
LOGGED = ("RestAPI", PARTS, "AccessLogSetting", "Fn::If", "1")
URI = ("x-amazon-apigateway-integration", "uri", "Fn::Sub")
URI_OF_API, URI_OF_DOOR = ("…/${APIHandler.Arn}/invocations", "…/${Door.Arn}/invocations")
MAIN = ("MainTable", PARTS)
FILES = ("FilesBucket", PARTS)
LIVES = (*FILES, "LifecycleConfiguration", "Rules")
TLS = ("FilesPolicy", PARTS, "PolicyDocument", "Statement", "0")
LETS_THROUGH = firewall.the_firewall_lets_the_platforms_through
COUNTS = firewall.the_firewall_counts_every_way_to_sign_in
FIREWALL = ("Firewall", PARTS, "Rules")
LET_THROUGH = (*FIREWALL, "0", "Statement", "RegexMatchStatement")
SIGNING_IN = (*FIREWALL, "1", "Statement", "RateBasedStatement", "ScopeDownStatement", "RegexMatchStatement")
JOB_FILES = ("OnJobRole", PARTS, "Policies", "0", "PolicyDocument", "Statement", "5")

# A rule, and one change to the template that it must notice: where in Resources, and what to put there.
SPOILED: list[tuple[Rule, Where, Any]] = [
    (rules.tables_are_kept_and_restorable, (*MAIN, "PointInTimeRecoverySpecification"), GONE),
    (rules.tables_are_kept_and_restorable, (*MAIN, "DeletionProtectionEnabled"), False),
    (rules.tables_are_kept_and_restorable, (*MAIN, "BillingMode"), "PROVISIONED"),
    (rules.what_holds_data_is_retained, ("FactsTable", "DeletionPolicy"), "Delete"),
    (rules.what_holds_data_is_retained, ("VerifySecret", "UpdateReplacePolicy"), GONE),
    (rules.tables_have_their_keys_and_streams, ("FactsTable", PARTS, "StreamSpecification"), GONE),
    (rules.tables_have_their_keys_and_streams, ("InboxTable", PARTS, "TimeToLiveSpecification", "Enabled"), False),
    (rules.tables_have_their_keys_and_streams, (*MAIN, "GlobalSecondaryIndexes"), []),
    (rules.queues_have_dead_letters, ("MarksQueue", PARTS, "RedrivePolicy"), GONE),
    (rules.queues_feed_functions_politely, ("MarksQueue", PARTS, "VisibilityTimeout"), 60),
    (rules.queues_feed_functions_politely, ("CallbackQueue", PARTS, "VisibilityTimeout"), 180),
    (rules.queues_feed_functions_politely, ("CallbackQueue", PARTS, "VisibilityTimeout"), 8),
    (rules.queues_feed_functions_politely, (*SEND_MARKS, "FunctionResponseTypes"), GONE),
    (rules.queues_feed_functions_politely, (*SEND_MARKS, "ScalingConfig"), GONE),
    (rules.streams_lose_nothing, (*ON_CHANGE, "StartingPosition"), "LATEST"),
    (rules.streams_lose_nothing, (*ON_CHANGE, "Stream"), "arn:aws:dynamodb:us-east-1:1:table/main/stream/1"),
    (rules.streams_lose_nothing, (*ON_CHANGE, "MaximumRetryAttempts"), GONE),
    (rules.streams_lose_nothing, (*ON_CHANGE, "DestinationConfig"), GONE),
    (rules.functions_are_these, ("Tick", PARTS, "LoggingConfig"), GONE),
    (rules.functions_are_these, ("TickLog", PARTS, "RetentionInDays"), GONE),
    (rules.functions_are_these, ("OnDue", PARTS, "Role"), {"Fn::GetAtt": ["TickRole", "Arn"]}),
    (rules.functions_are_these, ("APIHandler", PARTS, "Timeout"), 60),
    (rules.what_holds_data_is_retained, ("FilesBucket", "DeletionPolicy"), GONE),
    (rules.files_are_private_and_go_in_time, (*FILES, "PublicAccessBlockConfiguration", "BlockPublicPolicy"), False),
    (rules.files_are_private_and_go_in_time, (*FILES, "OwnershipControls"), GONE),
    (rules.files_are_private_and_go_in_time, (*LIVES, "0", "ExpirationInDays"), GONE),
    (rules.files_are_private_and_go_in_time, (*LIVES, "2", "Status"), "Disabled"),
    (rules.files_are_private_and_go_in_time, (*LIVES, "3"), GONE),
    (rules.files_are_private_and_go_in_time, ("FilesPolicy",), GONE),
    (rules.files_are_private_and_go_in_time, ("FilesPolicy", "Condition"), "IsLocal"),
    (rules.files_are_private_and_go_in_time, (*TLS, "Condition"), {"Bool": {"aws:SecureTransport": "true"}}),
    (rules.files_are_private_and_go_in_time, (*TLS, "Effect"), "Allow"),
    (rules.files_are_reached_by_part, (*POLICY, "Action"), ["s3:GetObject"]),
    (rules.files_are_reached_by_part, (*JOB_FILES, "Resource"), [{"Fn::Sub": "${FilesBucket.Arn}/raw/*"}]),
    (rules.policies_name_what_they_allow, (*JOB_FILES, "Resource"), [{"Fn::Sub": "${FilesBucket.Arn}/*"}]),
    (rules.policies_name_what_they_allow, (*POLICY, "Action"), ["sqs:*"]),
    (rules.policies_name_what_they_allow, (*POLICY, "Resource"), ["*"]),
    (rules.policies_name_what_they_allow, (*POLICY, "Resource"), ["arn:aws:sqs:us-east-1:1:other"]),
    (rules.nobody_may_delete_a_row, (*POLICY, "Action"), ["dynamodb:DeleteItem"]),
    (rules.nobody_may_delete_a_row, (*POLICY, "Action"), ["dynamodb:PutItem", "dynamodb:BatchWriteItem"]),
    (rules.nobody_may_delete_a_row, (*POLICY, "Action"), ["dynamodb:PartiQLDelete"]),
    (rules.policies_suffice_for_event_sources, (*POLICY, "Action"), ["sqs:ReceiveMessage"]),
    (rules.everything_that_breaks_rings, ("FactsLateAlarm",), GONE),
    (rules.everything_that_breaks_rings, ("DeadMarksAlarm",), GONE),
    (rules.alarms_lead_to_a_page, ("TickStoppedAlarm", PARTS, "AlarmName"), {"Fn::Sub": "${AWS::StackName}-other"}),
    (rules.alarms_of_ours_ring_for_what_is_counted, ("DueFailingAlarm", PARTS, "Dimensions", "0", "Name"), "corp"),
    (rules.alarms_of_ours_ring_for_what_is_counted, ("RefundStuckAlarm", PARTS, "MetricName"), "RefundsSucceeded"),
    (rules.the_api_is_measured_as_a_whole, ("RestAPI", PARTS, "MethodSettings", "0", "MetricsEnabled"), True),
    (rules.the_api_is_measured_as_a_whole, (*THROTTLES, "0", "DataTraceEnabled"), True),
    (rules.the_api_is_measured_as_a_whole, (*THROTTLES, "3", "LoggingLevel"), "INFO"),
    (rules.it_deploys_in_every_partition, (*ON_CHANGE, "Stream"), "arn:aws:dynamodb:eu-west-1:1:table/t/stream/1"),
    (rules.it_deploys_in_every_partition, ("RestAPI", PARTS, "EndpointConfiguration"), "EDGE"),
    (rules.the_api_answers_alike, ("RestAPI", PARTS, "GatewayResponses", "DEFAULT_5XX"), GONE),
    (rules.the_api_answers_alike, ("RestAPI", PARTS, "DefinitionBody", "x-amazon-apigateway-binary-media-types"), []),
    (rules.secrets_are_made_not_written, ("SessionsSecret", PARTS, "GenerateSecretString"), GONE),
    (rules.secrets_are_made_not_written, ("PaymentsSecret", PARTS, "SecretString"), "{}"),
    (rules.secrets_are_made_not_written, ("IndexSecret",), GONE),
    (rules.functions_are_these, ("Door", PARTS, "ReservedConcurrentExecutions"), GONE),
    (rules.functions_are_these, ("Door", PARTS, "Timeout"), 20),
    (rules.every_setting_is_given, ("Door", PARTS, "Environment"), GONE),
    (rules.every_setting_is_given, ("Tick", PARTS, "Environment", "Variables", "SIYU_STAGE"), "local"),
    (rules.platforms_knock_at_a_door_of_their_own, (*PATHS, "/pay/notify/{corp}", "post", *URI), URI_OF_API),
    (rules.platforms_knock_at_a_door_of_their_own, (*PATHS, "/docs", "get", *URI), URI_OF_DOOR),
    (rules.each_method_has_its_own_throttle, (*THROTTLES, "2", "ThrottlingRateLimit"), GONE),
    (rules.each_method_has_its_own_throttle, (*THROTTLES, "3", "ThrottlingBurstLimit"), 1),
    (rules.each_method_has_its_own_throttle, (*THROTTLES, "2"), GONE),
    (rules.each_method_has_its_own_throttle, (*THROTTLES, "2", "ThrottlingRateLimit"), 10_000),
    (rules.the_access_log_names_nobody, (*LOGGED, "Format", "Fn::Sub", "0"), '{"path":"$context.path"}'),
    (rules.the_access_log_names_nobody, (*LOGGED, "Format", "Fn::Sub", "1", "Address"), "$context.identity.sourceIp"),
    (rules.the_access_log_names_nobody, ("AccessLog", PARTS, "RetentionInDays"), GONE),
    (LETS_THROUGH, ("Firewall", PARTS, "Rules", "0"), GONE),
    (LETS_THROUGH, ("Firewall", "Condition"), GONE),
    (LETS_THROUGH, (*LET_THROUGH, "RegexString"), "/wecom/callback/|/pay/notify/"),
    (LETS_THROUGH, (*LET_THROUGH, "RegexString"), "^/api/wecom/callback/[a-z0-9]+$"),
    (LETS_THROUGH, (*LET_THROUGH, "RegexString"), "/(wecom/callback|pay/notify)/.+$"),
    (LETS_THROUGH, (*LET_THROUGH, "TextTransformations", "0", "Type"), "URL_DECODE"),
    (COUNTS, (*SIGNING_IN, "RegexString"), "/sessions$"),
    (COUNTS, (*SIGNING_IN, "RegexString"), "/mini/v1/sessions/*$"),
    (COUNTS, (*SIGNING_IN, "TextTransformations", "0"), GONE),
    (COUNTS, (*SIGNING_IN, "TextTransformations", "1"), GONE),
    (rules.what_holds_data_is_retained, ("AccessLog", "DeletionPolicy"), GONE),
    (rules.what_holds_data_is_retained, ("DoorLog", "UpdateReplacePolicy"), "Delete"),
    (rules.streams_have_room, ("OnChange", PARTS, "ReservedConcurrentExecutions", "Fn::If", "1"), 10),
    (rules.streams_have_room, (*ON_CHANGE, "ParallelizationFactor"), 10),
    (rules.a_day_has_a_budget, ("StackDayBudget", PARTS, "Budget", "BudgetLimit", "Unit"), {"Ref": "BudgetUnit"}),
    (rules.it_fits_into_cloudformation, (*PATHS, "/docs", "get", "description"), "长" * 30_000),
    (rules.a_day_has_a_budget, ("StackDayBudget", "Condition"), GONE),
    (rules.a_day_has_a_budget, ("StackDayBudget", PARTS, "NotificationsWithSubscribers", "0", "Subscribers"), []),
    (rules.everything_that_breaks_rings, ("ThrottledMainAlarm",), GONE),
    (rules.everything_that_breaks_rings, ("DoorThrottledAlarm",), GONE),
    (rules.everything_that_breaks_rings, ("ApiRefusingAlarm",), GONE),
    (rules.everything_that_breaks_rings, ("TurnedAwayAlarm",), GONE),
    (rules.platforms_knock_at_a_door_of_their_own, ("DoorPermission",), GONE),
    (rules.platforms_knock_at_a_door_of_their_own, (*DOOR_POLICY, "Resource"), [{"Fn::GetAtt": ["MainTable", "Arn"]}]),
    (rules.the_api_answers_alike, ("AdminAPI", PARTS, "GatewayResponses", "THROTTLED"), GONE),
    (rules.the_api_answers_alike, (*REFUSED, "Content-Type"), "'application/problem+json'"),
    (rules.the_api_answers_alike, (*REFUSED, "Retry-After"), GONE),
    (rules.the_access_log_names_nobody, ("AdminAPI", *LOGGED[1:], "Format", "Fn::Sub", "1", "Before"), ""),
    (rules.each_method_has_its_own_throttle, ("AdminAPI", PARTS, "MethodSettings", "2"), GONE),
    (LETS_THROUGH, ("FirewallBeforeTheAdminApi",), GONE),
    (rules.everything_that_breaks_rings, ("AdminFailingAlarm",), GONE),
    (rules.everything_that_breaks_rings, ("NumbersLateAlarm",), GONE),
    (rules.one_domain_leads_to_both_apis, ("AdminMapping", PARTS, "BasePath"), "operators"),
    (rules.one_domain_leads_to_both_apis, ("AdminMapping", PARTS, "Stage"), {"Ref": "RestAPI.Stage"}),
    (rules.one_domain_leads_to_both_apis, ("ApiMapping", "Condition"), GONE),
    (rules.one_domain_leads_to_both_apis, ("AdminPermission",), GONE),
    (rules.one_domain_leads_to_both_apis, (*PATHS, "/admin/v1/members"), {}),
    (rules.one_domain_leads_to_both_apis, ("AdminAPI", PARTS, "DefinitionBody", "paths", "/wallet"), {}),
    (rules.one_domain_leads_to_both_apis, ("AdminAPI", PARTS, "StageName"), "api"),
    (rules.each_api_has_room_to_grow, (*PATHS, "/" + "/".join(f"p{number}" for number in range(280))), {}),
]  # fmt: skip


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_packaged_template_keeps_the_rule(rule: Rule, template: Template) -> None:
    """What would be deployed breaks none of the rules."""
    assert list(rule(template)) == []


@pytest.mark.parametrize(("rule", "where", "value"), SPOILED, ids=lambda part: getattr(part, "__name__", None))
def test_a_spoiled_template_is_noticed(rule: Rule, where: Where, value: object, template: Template) -> None:
    """Negative control: each rule finds the spot that was broken for it."""
    put(template.resources, where, value)
    assert list(rule(template))


def test_a_setting_that_is_forgotten_is_noticed(template: Template) -> None:
    """Negative control: a variable that config reads and the template lacks is found."""
    del template.content["Globals"]["Function"]["Environment"]["Variables"]["SIYU_PUBLIC_URL"]
    assert list(rules.every_setting_is_given(template))


def test_every_rule_has_been_seen_to_fail() -> None:
    """A rule that nothing can break proves nothing."""
    seen = {rule for rule, _, _ in SPOILED} | {rules.every_setting_is_given}
    assert seen == set(rules.RULES)


@pytest.mark.filterwarnings("default")
def test_a_full_api_is_told_early(template: Template) -> None:
    """Long before the limit of 300 resources a warning says that it comes nearer; the rule above fails at the end."""
    for name, count in rules.api_resources(template).items():
        if count > rules.MANY_RESOURCES:
            warnings.warn(f"{name} has {count} of 300 resources", stacklevel=1)
        assert 0 < count <= rules.MOST_RESOURCES


@pytest.mark.usefixtures("packaged")
def test_each_queue_says_how_many_work_on_it(template: Template) -> None:
    """A corp's share is half of the workers that the template allows at a time."""
    allowed = {
        name.removesuffix("SqsEventSource"): source["Properties"]["ScalingConfig"]["MaximumConcurrency"]
        for function in template.functions.values()
        for name, source in function.get("Events", {}).items()
        if source["Type"] == "SQS"
    }
    said = {"on_callback": queues.CALLBACKS, "on_due": queues.DUE, "on_due_bulk": queues.DUE_BULK, "on_job": jobs.JOBS}
    said |= {road.function: road.queue for road in ROADS.values()}
    assert allowed == {name.title().replace("_", ""): queue.workers for name, queue in said.items()}
