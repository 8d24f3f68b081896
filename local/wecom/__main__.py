"""python -m local.wecom --port 9101 --state .local/wecom.json"""

from __future__ import annotations

from local.servers.server import parser, serve
from local.wecom.server import Sandbox


def main() -> None:
    """Serve until SIGINT or SIGTERM, then save and end."""
    arguments = parser("local.wecom", __doc__, 9101)
    arguments.add_argument("--public-url", default="", help="how browsers reach this server")
    options = arguments.parse_args()
    sandbox = Sandbox(
        port=options.port,
        state_path=options.state,
        public_url=options.public_url,
        host=options.host,
    )
    serve(sandbox, f"企业微信沙箱 / WeCom sandbox: {sandbox.world.public_url}")


if __name__ == "__main__":
    main()
