"""make reset: forgets what the local cloud keeps between runs. Uses nothing but Python, so it works without .venv."""

from __future__ import annotations

import shutil
import sys

from local.places import LOCAL, is_free, standard


def main() -> None:
    """Delete the data of `make run` and of stories; environments and builds stay."""
    places = standard()
    busy = [port for port in (places.cloud_port, places.wecom_port, places.wechatpay_port) if not is_free(port)]
    if busy and places.folder.exists():
        sys.exit(f"reset: something listens on port {busy[0]}; stop `make run` first, it would write its data back")
    for folder in (places.folder, LOCAL / "stories"):
        shutil.rmtree(folder, ignore_errors=True)
    print("the local cloud's data is gone; the next `make run` starts afresh")


if __name__ == "__main__":
    main()
