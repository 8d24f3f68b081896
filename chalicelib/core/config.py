"""The stack's settings, read from the environment once and checked before anything runs."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping

import msgspec

WECOM_URL = "https://qyapi.weixin.qq.com"
WECHAT_URL = "https://api.weixin.qq.com"
WECHATPAY_URL = "https://api.mch.weixin.qq.com"

# No path, no wildcard: each page's origin is named.
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")

# What only a developer's machine may set to anything else.
LOCAL_ONLY = {"wecom_url": WECOM_URL, "wechat_url": WECHAT_URL, "wechatpay_url": WECHATPAY_URL, "clock_url": ""}


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """One stack's settings. Every field is an environment variable `SIYU_<NAME>` (see `.env.example`).

    function: which of the stack's functions this process is; '' is all of them, in tests and while packaging.
    """

    stage: str
    main_table: str
    facts_table: str
    inbox_table: str
    callback_queue_url: str
    due_queue_url: str
    due_bulk_queue_url: str
    promise_queue_url: str
    people_queue_url: str
    money_queue_url: str
    marks_queue_url: str
    mass_queue_url: str
    job_queue_url: str
    files_bucket: str
    sessions_secret: str
    verify_secret: str
    platforms_secret: str
    payments_secret: str
    index_secret: str
    function: str = ""
    public_url: str = ""
    wecom_url: str = WECOM_URL
    wechat_url: str = WECHAT_URL
    wechatpay_url: str = WECHATPAY_URL
    clock_url: str = ""
    log_level: str = "INFO"
    facts_kept_days: int = 0
    corp_share: int = 50
    allowed_origins: str = ""

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins whose pages may call the API from a browser, such as `https://h5.example.com`."""
        return tuple(self.allowed_origins.replace(",", " ").split())

    @property
    def is_local(self) -> bool:
        """True on one machine only: sandboxes and the controllable clock are allowed there and nowhere else."""
        return self.stage == "local"


class ConfigError(Exception):
    """The environment cannot run this stack; the text names the variable and the way out."""


def read(environ: Mapping[str, str]) -> Config:
    """Build the settings from `environ`.

    Raises ConfigError when a variable is missing, or when a stage other than `local` points at a sandbox:
    a production stack with a test clock or a fake WeCom would be silently wrong.
    """
    values = {
        field: environ[f"SIYU_{field.upper()}"]
        for field in Config.__struct_fields__
        if f"SIYU_{field.upper()}" in environ
    }
    try:
        config = msgspec.convert(values, Config, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{error}: set the SIYU_ variable of that name, see .env.example") from None
    for origin in config.origins:
        if not ORIGIN.fullmatch(origin) or not (config.is_local or origin.startswith("https://")):
            raise ConfigError(f"SIYU_ALLOWED_ORIGINS: {origin!r} is no origin such as https://h5.example.com")
    if not config.is_local:
        for field, wanted in LOCAL_ONLY.items():
            if getattr(config, field) != wanted:
                raise ConfigError(
                    f"SIYU_{field.upper()} may only be set when SIYU_STAGE is local, not {config.stage!r}"
                )
    return config


@functools.lru_cache(maxsize=1)
def config() -> Config:
    """The settings of this process."""
    return read(os.environ)
