"""The demo corp: its secrets are made once per local stack; its folder, the sandbox and our settings hold them."""

from __future__ import annotations

import secrets
import string
from typing import Any

import msgspec

from chalicelib.core.secrets import CorpSettings
from local.places import Places

KEY = "demo"
STAFF = {"boss": "王店长", "lily": "李丽", "ming": "陈明", "store": "门店小赵"}


def corp(places: Places) -> CorpSettings:
    """The demo corp of a local stack."""
    kept = places.folder / "corp.json"
    if kept.exists():
        return msgspec.json.decode(kept.read_bytes(), type=CorpSettings)
    made = CorpSettings(
        name="溪雨茶铺",
        corp_id=f"ww{secrets.token_hex(8)}",
        agent_id="1000002",
        agent_secret=secrets.token_urlsafe(32),
        callback_token=secrets.token_hex(12),
        callback_aes_key="".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(43)),
        mini_appid=f"wx{secrets.token_hex(8)}",
        mini_secret=secrets.token_hex(16),
        owners=frozenset({"boss"}),
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_bytes(msgspec.json.encode(made))
    return made


def at_sandbox(places: Places, made: CorpSettings) -> dict[str, Any]:
    """The same corp as WeCom's administrator would set it up, as a body of the sandbox's `PUT corps/{corp_id}`."""
    return {
        "name": made.name,
        "secrets": [{"agent_id": made.agent_id, "secret": made.agent_secret}],
        "callback_url": f"{places.url}/wecom/callback/{KEY}",
        "token": made.callback_token,
        "encoding_aes_key": made.callback_aes_key,
        "mini_appid": made.mini_appid,
        "mini_secret": made.mini_secret,
        "staff": [{"userid": userid, "name": name} for userid, name in STAFF.items()],
    }
