"""The cloud on this machine: MiniStack, and our package deployed into it through CloudFormation as into AWS."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, WaiterError

from local import environments
from local.patience import Patience, stretched
from local.places import LOCAL, ROOT, Places
from local.processes import Child

STACK = "siyu-local"
BUCKET = "siyu-packages"
REGION = "us-east-1"
# What EventBridge sends at a full minute.
SCHEDULED = json.dumps(
    dict.fromkeys(("version", "id", "source", "account", "time", "region"), "-")
    | {"detail-type": "Scheduled Event", "resources": [], "detail": {}}
).encode()
TROUBLE = re.compile(r'"level": "(WARNING|ERROR)"|Traceback|AccessDenied|Task timed out')
VENV = LOCAL / "ministack-venv"
REQUIREMENTS = Path(__file__).with_name("requirements-ministack.txt")


class CloudError(Exception):
    """The local cloud cannot be used; the text says what to do."""


def ensure_ministack() -> Path:
    """The Python of MiniStack's own environment, made on first use."""
    try:
        return environments.ensure(VENV, REQUIREMENTS)
    except environments.Failed as failed:
        raise CloudError(str(failed)) from None


def start(places: Places) -> Child:
    """MiniStack with IAM enforced and its state in the stack's folder. Raises CloudError, ProcessError."""
    python = ensure_ministack()
    state = places.folder / "cloud"
    state.mkdir(parents=True, exist_ok=True)
    temporary = places.folder / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    environ = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(places.folder),
        "TMPDIR": str(temporary),
        "GATEWAY_PORT": str(places.cloud_port),
        "BIND_HOST": "127.0.0.1",
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "MINISTACK_REGION": REGION,
        "LAMBDA_WARM_TTL_SECONDS": "86400",
    }
    command = [str(python), "-P", str(Path(__file__).with_name("ministack_main.py"))]
    child = Child("MiniStack", command, environ, places.folder / "logs" / "ministack.log", ROOT)
    try:
        child.wait_for(f"{places.cloud_url}/_ministack/health")
    except BaseException:
        child.stop()
        raise
    return child


def client(places: Places, service: str) -> Any:
    """A client of the local cloud, as its root."""
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=places.cloud_url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(
            read_timeout=stretched(60),
            retries={"total_max_attempts": 2},
            s3={"addressing_style": "path"},
            parameter_validation=True,
        ),
    )


def deploy(places: Places) -> dict[str, str]:
    """Deploy dist/ if it is not what is deployed; answers the stack's outputs. Raises CloudError."""
    dist = ROOT / "dist"
    digest = hashlib.sha256((dist / "deployment.zip").read_bytes() + (dist / "template.yaml").read_bytes()).hexdigest()[
        :16
    ]
    stamp = places.folder / "deployed"
    cloudformation = client(places, "cloudformation")
    parameters = _parameters(places)
    wanted = f"{digest} {sorted(parameters.items())}"
    if not stamp.exists() or stamp.read_text() != wanted or not _status(cloudformation):
        stamp.unlink(missing_ok=True)
        _put(cloudformation, _upload(places, dist, digest), parameters)
        stamp.write_text(wanted)
    wait_for_event_sources(places)
    return outputs(places)


def _upload(places: Places, dist: Path, digest: str) -> str:
    """Put code and template into a bucket, as `aws cloudformation package` does; answers the template's address."""
    s3 = client(places, "s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_object(Bucket=BUCKET, Key=f"{digest}.zip", Body=(dist / "deployment.zip").read_bytes())
    template = (dist / "template.yaml").read_text().replace("./deployment.zip", f"s3://{BUCKET}/{digest}.zip")
    s3.put_object(Bucket=BUCKET, Key=f"{digest}.yaml", Body=template.encode())
    return f"{places.cloud_url}/{BUCKET}/{digest}.yaml"


def _parameters(places: Places) -> dict[str, str]:
    return {
        "Stage": "local",
        "PublicUrl": places.url,
        "WecomUrl": places.wecom_url,
        "WecomLoginUrl": places.wecom_url,
        "WecomOauthUrl": places.wecom_url,
        "WechatUrl": places.wecom_url,
        "WechatPayUrl": places.wechatpay_url,
        "ClockUrl": f"{places.wecom_url}/_sandbox/clock",
        # All people of a machine have one address.
        "AddressRate": "0",
    }


def _put(cloudformation: Any, template_url: str, parameters: dict[str, str]) -> None:
    verb = "update" if _status(cloudformation) else "create"
    request = {
        "StackName": STACK,
        "TemplateURL": template_url,
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    try:
        getattr(cloudformation, f"{verb}_stack")(**request)
    except ClientError as error:
        if not _is_begun(error):
            raise
    try:
        cloudformation.get_waiter(f"stack_{verb}_complete").wait(
            StackName=STACK, WaiterConfig={"Delay": 0.2, "MaxAttempts": int(stretched(300))}
        )
    except WaiterError:
        raise CloudError(
            f"the stack did not deploy:\n{_reasons(cloudformation)}\nTry `make reset`, then again."
        ) from None


def _is_begun(error: ClientError) -> bool:
    """True when CloudFormation has this very thing: our request was sent again, since its answer came late."""
    said = error.response["Error"]
    return said["Code"] == "AlreadyExistsException" or "No updates are to be performed" in said["Message"]


def _status(cloudformation: Any) -> str:
    """The stack's status, '' when there is none to update."""
    try:
        status: str = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]["StackStatus"]
    except ClientError:
        return ""
    return "" if status == "DELETE_COMPLETE" else status


def _reasons(cloudformation: Any) -> str:
    events = cloudformation.describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in events if "FAILED" in event["ResourceStatus"]]
    return "\n".join(f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in failed)


def warm_up(places: Places) -> None:
    """Start one worker of each function that works on records, with none to work on: a first start takes a second.

    Raises CloudError for one that does not start.
    """
    functions = client(places, "lambda")
    mappings = functions.list_event_source_mappings()["EventSourceMappings"]
    names = [mapping["FunctionArn"] for mapping in mappings]
    with ThreadPoolExecutor() as threads:
        answers = list(threads.map(lambda name: functions.invoke(FunctionName=name, Payload=b'{"Records": []}'), names))
    broken = [answer["Payload"].read().decode() for answer in answers if answer.get("FunctionError")]
    if broken:
        raise CloudError("a function does not start:\n" + "\n".join(broken))


def tick(places: Places) -> None:
    """Run tick now instead of at the next full minute. Raises CloudError."""
    answer = client(places, "lambda").invoke(FunctionName=_tick(places), Payload=SCHEDULED)
    if answer.get("FunctionError"):
        raise CloudError(f"tick failed:\n{answer['Payload'].read().decode()}")


def tick_door(places: Places) -> str:
    """Where whoever has no client of AWS posts SCHEDULED to, for the same."""
    return f"{places.cloud_url}/2015-03-31/functions/{_tick(places)}/invocations"


def _tick(places: Places) -> str:
    functions = client(places, "lambda").list_functions()["Functions"]
    return next(str(one["FunctionName"]) for one in functions if "-Tick-" in one["FunctionName"])


def outputs(places: Places) -> dict[str, str]:
    """The stack's outputs."""
    stack = client(places, "cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def wait_for_event_sources(places: Places, seconds: float = 20) -> None:
    """Wait until every queue and stream is connected to its function. Raises CloudError."""
    functions, patience = client(places, "lambda"), Patience(seconds)
    while True:
        mappings = functions.list_event_source_mappings()["EventSourceMappings"]
        waiting = [mapping["EventSourceArn"] for mapping in mappings if mapping["State"] != "Enabled"]
        if mappings and not waiting:
            return
        if patience.is_over:
            raise CloudError(f"event sources are not enabled: {waiting or 'there are none'}. Try `make reset`.")
        time.sleep(0.1)


def troubles(places: Places, limit: int = 15) -> list[str]:
    """What the functions logged that is not business as usual: warnings, errors, denials; the newest last."""
    logs = client(places, "logs")
    lines: list[tuple[int, str]] = []
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        for event in logs.filter_log_events(logGroupName=name)["events"]:
            if TROUBLE.search(event["message"]):
                lines.append((event["timestamp"], f"{name.rsplit('/', 1)[-1]}: {event['message'].strip()}"))
    return [line for _, line in sorted(lines)[-limit:]]
