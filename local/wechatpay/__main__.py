"""python -m local.wechatpay --port 9102 --state .local/wechatpay.json [--clock-url http://localhost:9101/_sandbox/clock]"""

import argparse
import signal
import threading
from pathlib import Path

from local.wechatpay.clocks import RemoteClock
from local.wechatpay.server import Sandbox


def main() -> None:
    """Serve until SIGINT or SIGTERM, then save and end."""
    parser = argparse.ArgumentParser(prog="python -m local.wechatpay", description=__doc__)
    parser.add_argument("--port", type=int, default=9102)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", type=Path, default=None, help="keep the state in this file")
    parser.add_argument("--clock-url", default="", help="follow the clock of another sandbox")
    options = parser.parse_args()
    clock = RemoteClock(options.clock_url) if options.clock_url else None
    sandbox = Sandbox(clock, port=options.port, state_path=options.state, host=options.host).start()
    print(f"微信支付沙箱 / WeChat Pay sandbox: {sandbox.url}", flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    sandbox.stop()


if __name__ == "__main__":
    main()
