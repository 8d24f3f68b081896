"""python -m infra.onboard --stack siyu-prod: connects a corp on a page of this machine, key by key.

The page opens once, at an address with a random token, on 127.0.0.1 alone. It asks for what an administrator sees in
WeCom's console, in that order, tries it before anything is written, writes it as `infra.provision` does, and begins the
first import. Whoever runs it needs the rights that provisioning needs; no function of the stack has them
(docs/adr/0065). --local: the cloud of `make run`.
"""

from __future__ import annotations

import argparse
import os
import sys

from botocore.exceptions import BotoCoreError, ClientError

from infra.onboarding.cloud import Deployed
from infra.onboarding.desk import Desk
from infra.onboarding.server import Wizard
from infra.provision import ProvisionError


def main() -> None:
    """The command; it ends by Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m infra.onboard", description="Connect a corp, key by key.")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    parser.add_argument("--port", type=port, default=0, help="of this machine (default: one that is free)")
    parser.add_argument("--local", action="store_true", help="the cloud of `make run` on this machine")
    options = parser.parse_args()
    stack = at_home() if options.local else options.stack
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    try:
        wizard = Wizard(Desk(Deployed(stack)), options.port)
    except (ProvisionError, ClientError, BotoCoreError, OSError) as error:
        sys.exit(f"onboard: {error}")
    print(f"\n  打开一次 open once:  {wizard.address}\n\n  结束按 Ctrl-C · Ctrl-C ends it", flush=True)
    try:
        wizard.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        wizard.server_close()


def port(text: str) -> int:
    """A port of this machine; argparse says in one line what is none."""
    if text.isdecimal() and int(text) < 1 << 16:
        return int(text)
    raise argparse.ArgumentTypeError("a port is a number from 1 to 65535, or 0 for one that is free")


def at_home() -> str:
    """Lead what asks AWS to the local cloud; its stack's name."""
    from local import cloud, places  # only here: what works on a deployed stack knows no local one

    os.environ |= {
        "AWS_ENDPOINT_URL": places.standard().cloud_url,
        "AWS_DEFAULT_REGION": cloud.REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }
    return cloud.STACK


if __name__ == "__main__":
    main()
