"""What would be deployed is closed as we say it is; and each guard notices a template that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.infra import guards
from tests.infra.template import GONE, Template, Where, put

Guard = Callable[[Template], Iterator[str]]
HAS = "Resources"
PARTS = "Properties"
QUEUE_STATEMENT = (HAS, "QueuesPolicy", PARTS, "PolicyDocument", "Statement", "0")
KEY_STATEMENT = (HAS, "KeyPolicy", PARTS, "PolicyDocument", "Statement", "0")
NETWORK_STATEMENT = (HAS, "NetworkPolicy", PARTS, "PolicyDocument", "Statement", "0")
TOPIC_STATEMENTS = (HAS, "AlarmTopicPolicy", PARTS, "PolicyDocument", "Statement")
AT_REST = guards.everything_at_rest_is_encrypted_with_the_given_key
ALL_OF_KMS = ["kms:*"]

# A guard, and one change that it must notice: where in the template, and what to put there.
SPOILED: list[tuple[Guard, Where, Any]] = [
    (AT_REST, (HAS, "MainTable", PARTS, "SSESpecification"), GONE),
    (AT_REST, (HAS, "MassDead", PARTS, "KmsMasterKeyId"), GONE),
    (AT_REST, (HAS, "DueQueue", PARTS, "SqsManagedSseEnabled"), False),
    (AT_REST, (HAS, "VerifySecret", PARTS, "KmsKeyId"), GONE),
    (AT_REST, (HAS, "TickLog", PARTS, "KmsKeyId"), GONE),
    (AT_REST, (HAS, "FilesBucket", PARTS, "BucketEncryption"), GONE),
    (AT_REST, (HAS, "AlarmTopic", PARTS, "KmsMasterKeyId"), GONE),
    (AT_REST, ("Parameters", "KeyArn", "Default"), "arn:x"),
    (guards.functions_may_use_the_key_and_no_more, (HAS, "KeyPolicy", "Condition"), GONE),
    (guards.functions_may_use_the_key_and_no_more, (HAS, "KeyPolicy", PARTS, "Roles", "3"), GONE),
    (guards.functions_may_use_the_key_and_no_more, (*KEY_STATEMENT, "Action"), ALL_OF_KMS),
    (guards.functions_may_use_the_key_and_no_more, (*KEY_STATEMENT, "Resource"), ["*"]),
    (guards.nobody_speaks_without_tls, (HAS, "QueuesPolicy", PARTS, "Queues", "7"), GONE),
    (guards.nobody_speaks_without_tls, (HAS, "QueuesPolicy", "Condition"), "IsLocal"),
    (guards.nobody_speaks_without_tls, (*QUEUE_STATEMENT, "Effect"), "Allow"),
    (guards.nobody_speaks_without_tls, (*QUEUE_STATEMENT, "Condition"), GONE),
    (guards.nobody_speaks_without_tls, (*TOPIC_STATEMENTS, "1"), GONE),
    (guards.nobody_speaks_without_tls, (HAS, "ApiDomain", PARTS, "SecurityPolicy"), "TLS_1_0"),
    (guards.logs_are_kept_for_six_months, ("Parameters", "LogRetentionDays", "Default"), 180),
    (guards.logs_are_kept_for_six_months, (HAS, "DoorLog", PARTS, "RetentionInDays"), 30),
    (guards.every_alarm_is_heard, (HAS, "TickStoppedAlarm", PARTS, "AlarmActions"), GONE),
    (guards.every_alarm_is_heard, (HAS, "DeadMoneyAlarm", PARTS, "OKActions"), []),
    (guards.every_alarm_is_heard, (HAS, "AlarmTopic", "Condition"), "HasKey"),
    (guards.every_alarm_is_heard, ("Conditions", "MakesTopic"), {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}),
    (guards.every_alarm_is_heard, (*TOPIC_STATEMENTS, "0"), GONE),
    (guards.every_alarm_is_heard, (HAS, "AlarmKey", PARTS, "KeyPolicy", "Statement", "1"), GONE),
    (guards.every_alarm_is_heard, ("Outputs", "AlarmTopicArn"), GONE),
    (guards.a_domain_is_the_one_way_in, (HAS, "RestAPI", PARTS, "DisableExecuteApiEndpoint"), GONE),
    (guards.a_domain_is_the_one_way_in, (HAS, "AdminAPI", PARTS, "DisableExecuteApiEndpoint"), GONE),
    (guards.a_domain_is_the_one_way_in, ("Rules", "DomainHasCertificate", "RuleCondition"), GONE),
    (guards.a_network_is_the_customers, ("Globals", "Function", "VpcConfig"), GONE),
    (guards.a_network_is_the_customers, ("Parameters", "SubnetIds", "Default"), "subnet-1"),
    (guards.a_network_is_the_customers, (*NETWORK_STATEMENT, "Effect"), "Allow"),
    (guards.a_network_is_the_customers, (HAS, "NetworkPolicy", PARTS, "Roles", "0"), GONE),
    (guards.a_network_is_the_customers, (*NETWORK_STATEMENT, "Action", "0"), "ec2:RunInstances"),
    (guards.a_network_is_the_customers, (HAS, "Tick", "DependsOn"), GONE),
    (guards.it_is_reached_with_https, ("Parameters", "PublicUrl", "AllowedPattern"), "^https?://[^/]+$"),
    (guards.sandboxes_are_local, ("Rules", "SandboxesAreLocal", "RuleCondition"), GONE),
    (guards.sandboxes_are_local, ("Rules", "SandboxesAreLocal", "Assertions", "5"), GONE),
    (guards.sandboxes_are_local, ("Parameters", "WechatPayUrl", "Default"), "http://127.0.0.1:9102"),
    (guards.nobody_elses_page_may_call, ("Parameters", "AllowedOrigins", "Default"), "*"),
    (guards.nobody_elses_page_may_call, ("Parameters", "AllowedOrigins", "AllowedPattern"), ".*"),
    (guards.nobody_elses_page_may_call, ("Parameters", "AllowedOrigins", "AllowedPattern"), "^$|^https?://[a-z0-9.:-]+$"),
]  # fmt: skip


@pytest.mark.parametrize("guard", guards.RULES, ids=lambda guard: guard.__name__)
def test_the_packaged_template_is_guarded(guard: Guard, template: Template) -> None:
    """What would be deployed leaves nothing open."""
    assert list(guard(template)) == []


@pytest.mark.parametrize(("guard", "where", "value"), SPOILED, ids=lambda part: getattr(part, "__name__", None))
def test_a_guard_that_is_taken_away_is_missed(guard: Guard, where: Where, value: object, template: Template) -> None:
    """Negative control: each finds the spot that was broken for it."""
    put(template.content, where, value)
    assert list(guard(template))


def test_every_guard_has_been_seen_to_fail() -> None:
    """One that nothing can break proves nothing."""
    assert {guard for guard, _, _ in SPOILED} == set(guards.RULES)
