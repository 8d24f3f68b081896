"""python -m local.wechatpay --port 9102 --state .local/wechatpay.json [--clock-url http://localhost:9101/_sandbox/clock]"""

from __future__ import annotations

from local.servers.clocks import RemoteClock
from local.servers.server import parser, serve
from local.wechatpay.server import Sandbox


def main() -> None:
    """Serve until SIGINT or SIGTERM, then save and end."""
    arguments = parser("local.wechatpay", __doc__, 9102)
    arguments.add_argument("--clock-url", default="", help="follow the clock of another sandbox")
    options = arguments.parse_args()
    clock = RemoteClock(options.clock_url) if options.clock_url else None
    sandbox = Sandbox(clock, port=options.port, state_path=options.state, host=options.host)
    serve(sandbox, f"微信支付沙箱 / WeChat Pay sandbox: {sandbox.url}")


if __name__ == "__main__":
    main()
