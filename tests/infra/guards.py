"""What keeps a deployed stack closed: keys, TLS, one way in, logs, alarms that somebody hears.

As the rules beside them, each yields what is wrong, in words; a sound template yields nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from chalicelib.core.config import LOCAL_ONLY, ORIGIN
from tests.infra.template import Template, named

Problems = Iterator[str]
NOTHING = {"Ref": "AWS::NoValue"}
KEY = {"Ref": "KeyArn"}
GIVEN: dict[str, Any] = {"Fn::If": ["HasKey", KEY, NOTHING]}
# Six months are 184 days at most; CloudWatch keeps 180, or 365.
SIX_MONTHS = 184
NOT_PLAIN = {"Bool": {"aws:SecureTransport": "false"}}
USE_OF_KEY = {"Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo"}
TOPIC = {"Fn::If": ["MakesTopic", {"Ref": "AlarmTopic"}, {"Ref": "AlarmTopicArn"}]}
ALARMS_SPEAK = "cloudwatch.amazonaws.com"


def everything_at_rest_is_encrypted_with_the_given_key(template: Template) -> Problems:
    """Tables, files, queues, secrets, logs and the topic: with the customer's key if there is one, else with AWS's."""
    own = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    for name, table in template.tables.items():
        if table.get("SSESpecification") != {"Fn::If": ["HasKey", own, {"SSEEnabled": True}]}:
            yield f"the table {name} is not encrypted with the key"
    for name, queue in template.queues.items():
        ours, theirs = queue.get("KmsMasterKeyId"), queue.get("SqsManagedSseEnabled")
        if ours != GIVEN or theirs != {"Fn::If": ["HasKey", False, True]}:
            yield f"the queue {name} is not encrypted with the key"
    for kind in ("AWS::SecretsManager::Secret", "AWS::Logs::LogGroup"):
        for name, found in template.of_type(kind).items():
            if found.get("KmsKeyId") != GIVEN:
                yield f"{name} is not encrypted with the key"
    yield from _files(template)
    if template.of_type("AWS::SNS::Topic").get("AlarmTopic", {}).get("KmsMasterKeyId") != {
        "Fn::If": ["HasKey", KEY, {"Ref": "AlarmKey"}]
    }:
        yield "alarms lie in the open"
    if template.content["Parameters"]["KeyArn"].get("Default") != "":
        yield "a stack without a key of its own has no default"


def _files(template: Template) -> Problems:
    own = {
        "ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY},
        "BucketKeyEnabled": True,
    }
    default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    for name, bucket in template.of_type("AWS::S3::Bucket").items():
        found = bucket.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration")
        if found != [{"Fn::If": ["HasKey", own, default]}]:
            yield f"the bucket {name} is not encrypted with the key"


def functions_may_use_the_key_and_no_more(template: Template) -> Problems:
    """Each of them, on that key alone, without a wildcard; none may grant it on, change it or end it."""
    found = template.resources.get("KeyPolicy", {})
    if found.get("Condition") != "HasKey":
        yield "the functions' rights on the key do not follow the key"
    policy = found.get("Properties", {})
    roles = {named(function["Role"]) for function in template.functions.values()}
    if {named(role) for role in policy.get("Roles", [])} != roles:
        yield "not every function, or somebody else, may use the key"
    statements = policy.get("PolicyDocument", {}).get("Statement", [])
    if [(one["Effect"], set(one["Action"]), one["Resource"]) for one in statements] != [
        ("Allow", {f"kms:{name}" for name in USE_OF_KEY}, [KEY])
    ]:
        yield "functions may do more or less with the key than use it"


def nobody_speaks_without_tls(template: Template) -> Problems:
    """Each queue, and the topic, refuses whoever comes without."""
    found = template.resources.get("QueuesPolicy", {})
    policy = found.get("Properties", {})
    if found.get("Condition") != "IsInTheCloud":
        yield "the queues' policy is not there in the cloud, or is there on one machine"
    missing = set(template.queues) - {named(queue) for queue in policy.get("Queues", [])}
    yield from (f"{name} may be used without TLS" for name in sorted(missing))
    if not _refuses_plain(policy, "sqs:*"):
        yield "queues may be used without TLS"
    if not _refuses_plain(template.of_type("AWS::SNS::TopicPolicy").get("AlarmTopicPolicy", {}), "sns:Publish"):
        yield "the topic may be used without TLS"
    if template.of_type("AWS::ApiGateway::DomainName").get("ApiDomain", {}).get("SecurityPolicy") != "TLS_1_2":
        yield "the API takes old TLS"


def _refuses_plain(policy: dict[str, Any], action: str) -> bool:
    wanted = ("Deny", "*", action, NOT_PLAIN)
    statements = policy.get("PolicyDocument", {}).get("Statement", [])
    return any((one["Effect"], one["Principal"], one["Action"], one.get("Condition")) == wanted for one in statements)


def logs_are_kept_for_six_months(template: Template) -> Problems:
    """What the law of mainland China asks for is the default, and each log group follows the parameter."""
    days = template.content["Parameters"].get("LogRetentionDays", {})
    if days.get("Default", 0) < SIX_MONTHS:
        yield f"logs are kept for {days.get('Default')} days by default, which may be less than six months"
    for name, group in template.of_type("AWS::Logs::LogGroup").items():
        if group.get("RetentionInDays") != {"Ref": "LogRetentionDays"}:
            yield f"{name} is not kept as long as the parameter says"


def every_alarm_is_heard(template: Template) -> Problems:
    """Each acts on the given topic or on the stack's own, which alarms may publish to although it is encrypted."""
    for name, alarm in template.alarms.items():
        if alarm.get("AlarmActions") != [TOPIC] or alarm.get("OKActions") != [TOPIC]:
            yield f"{name} tells nobody"
    topics = {name: template.resources[name].get("Condition") for name in template.of_type("AWS::SNS::Topic")}
    if topics != {"AlarmTopic": "MakesTopic"}:
        yield "there is not one topic exactly when none is given"
    if template.content["Conditions"].get("MakesTopic") != {"Fn::Equals": [{"Ref": "AlarmTopicArn"}, ""]}:
        yield "the stack has no topic when none is given"
    if "sns:Publish" not in _allowed(template, "AlarmTopicPolicy", "PolicyDocument"):
        yield "alarms may not publish"
    if not {"kms:Decrypt", "kms:GenerateDataKey"} <= _allowed(template, "AlarmKey", "KeyPolicy"):
        yield "alarms may not encrypt what they publish"
    if template.content["Outputs"].get("AlarmTopicArn", {}).get("Value") != TOPIC:
        yield "provision does not learn of the topic"


def _allowed(template: Template, name: str, policy: str) -> set[str]:
    statements = template.resources.get(name, {}).get("Properties", {}).get(policy, {}).get("Statement", [])
    told = [one for one in statements if one["Effect"] == "Allow" and ALARMS_SPEAK in _services(one["Principal"])]
    return {action for one in told for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])}


def _services(principal: Any) -> list[str]:
    return list(principal.get("Service", [])) if isinstance(principal, dict) else []


def a_domain_is_the_one_way_in(template: Template) -> Problems:
    """API Gateway's own address is closed when there is a domain; a domain has a certificate."""
    for name, api in template.apis.items():
        if api.get("DisableExecuteApiEndpoint") != {"Fn::If": ["HasDomain", True, False]}:
            yield f"API Gateway's own address of {name} stays open beside the domain"
    rule = template.content.get("Rules", {}).get("DomainHasCertificate", {})
    has_domain = {"Fn::Not": [{"Fn::Equals": [{"Ref": "DomainName"}, ""]}]}
    has_certificate = {"Fn::Not": [{"Fn::Equals": [{"Ref": "CertificateArn"}, ""]}]}
    if rule.get("RuleCondition") != has_domain or [one["Assert"] for one in rule["Assertions"]] != [has_certificate]:
        yield "a domain without a certificate fails half-way"


def a_network_is_the_customers(template: Template) -> Problems:
    """None by default; with one every function is in it, and may do no more with EC2 than Lambda needs for that."""
    within = {"SubnetIds": _split("SubnetIds"), "SecurityGroupIds": _split("SecurityGroupIds")}
    if template.content["Globals"]["Function"].get("VpcConfig") != {"Fn::If": ["HasNetwork", within, NOTHING]}:
        yield "functions are not in the network that is given, or in one that is not"
    if template.content["Parameters"]["SubnetIds"].get("Default") != "":
        yield "a stack without a network has no default"
    found = template.resources["NetworkPolicy"]
    roles = {named(function["Role"]) for function in template.functions.values()}
    if "Condition" in found or {named(role) for role in found["Properties"]["Roles"]} != roles:
        yield "not every function may be put into the network"
    [statement] = found["Properties"]["PolicyDocument"]["Statement"]
    if statement["Effect"] != {"Fn::If": ["HasNetwork", "Allow", "Deny"]}:
        yield "functions may reach for a network that is not given"
    if not all(
        re.fullmatch(r"ec2:\w*(NetworkInterfaces?|PrivateIpAddresses|Subnets)", one) for one in statement["Action"]
    ):
        yield "functions may do more with the network than be in it"
    late = [name for name in template.functions if template.resources[name].get("DependsOn") != "NetworkPolicy"]
    yield from (f"{name} is made before it may be put into a network" for name in late)


def _split(name: str) -> dict[str, Any]:
    return {"Fn::Split": [",", {"Ref": name}]}


HTTPS = ("https://q.example.com", "https://q.example.com:8443/siyu", "http://localhost:8080", "http://127.0.0.1")
PLAIN = (
    "http://q.example.com",
    "http://localhost.example.com",
    "https://",
    "https://q.example.com/",
    "ftp://q.example.com",
)


def it_is_reached_with_https(template: Template) -> Problems:
    """Whatever the stage: only a machine's own address may do without. core/config.py refuses that one in the cloud."""
    pattern = template.content["Parameters"]["PublicUrl"].get("AllowedPattern", "")
    yield from (f"{url} is refused" for url in HTTPS if not re.fullmatch(pattern, url))
    yield from (f"{url} is taken" for url in PLAIN if re.fullmatch(pattern, url))


def sandboxes_are_local(template: Template) -> Problems:
    """What would lead a stack to a sandbox or another clock is refused before it is made, on all but one machine."""
    rule = template.content.get("Rules", {}).get("SandboxesAreLocal", {})
    if rule.get("RuleCondition") != {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}:
        yield "a stage in the cloud may be led to a sandbox"
    wanted = {"".join(part.capitalize() for part in name.split("_")): value for name, value in LOCAL_ONLY.items()}
    wanted["WechatPayUrl"] = wanted.pop("WechatpayUrl")
    held = [one["Assert"]["Fn::Equals"] for one in rule.get("Assertions", [])]
    told = {parameter["Ref"]: value for parameter, value in held}
    yield from (f"{name} may lead to a sandbox" for name in wanted.keys() | told if told.get(name) != wanted.get(name))
    parameters = template.content["Parameters"]
    yield from (f"{name} does by itself" for name, value in wanted.items() if parameters[name].get("Default") != value)


def nobody_elses_page_may_call(template: Template) -> Problems:
    """No origin by default, and never all of them."""
    origins = template.content["Parameters"].get("AllowedOrigins", {})
    pattern = origins.get("AllowedPattern", "")
    good = (
        "",
        "http://localhost:5173",
        "https://console.example.com",
        "https://a.example.com,https://b.example.com:8443",
    )
    if origins.get("Default") != "" or not all(re.fullmatch(pattern, one) for one in good):
        yield "origins cannot be given, or are given by default"
    if not all(ORIGIN.fullmatch(one) for one in good[-1].split(",")):
        yield "the template and core/config.py mean different origins"
    # What core/config.py refuses would stop every function once it is deployed.
    bad: tuple[str, ...] = (
        "*",
        "https://*.example.com",
        "https://a.example.com/",
        "https://a.example.com, https://b.b",
    )
    bad += ("http://console.example.com", "https://a.example.com,http://b.example.com", "http://localhost.example.com")
    yield from (f"{one!r} is taken as origins" for one in bad if re.fullmatch(pattern, one))


RULES = (
    everything_at_rest_is_encrypted_with_the_given_key,
    functions_may_use_the_key_and_no_more,
    nobody_speaks_without_tls,
    logs_are_kept_for_six_months,
    every_alarm_is_heard,
    a_domain_is_the_one_way_in,
    a_network_is_the_customers,
    it_is_reached_with_https,
    sandboxes_are_local,
    nobody_elses_page_may_call,
)
