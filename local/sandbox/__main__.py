"""python -m local.sandbox --port 9101 --state .local/sandbox.json"""

import argparse
import signal
import threading
from pathlib import Path

from local.sandbox.server import Sandbox


def main() -> None:
    """Serve until SIGINT or SIGTERM, then save and end."""
    parser = argparse.ArgumentParser(prog="python -m local.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=9101)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", type=Path, default=None, help="keep the state in this file")
    parser.add_argument("--public-url", default="", help="how browsers reach this server")
    options = parser.parse_args()
    sandbox = Sandbox(
        port=options.port,
        state_path=options.state,
        public_url=options.public_url,
        host=options.host,
    ).start()
    print(f"企业微信沙箱 / WeCom sandbox: {sandbox.world.public_url}", flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    sandbox.stop()


if __name__ == "__main__":
    main()
