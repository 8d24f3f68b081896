"""The stack's settings, read from the environment once and checked before anything runs."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator, Mapping

import msgspec

WECOM_URL = "https://qyapi.weixin.qq.com"
WECOM_LOGIN_URL = "https://login.work.weixin.qq.com"
WECOM_OAUTH_URL = "https://open.weixin.qq.com"
WECHAT_URL = "https://api.weixin.qq.com"
WECHATPAY_URL = "https://api.mch.weixin.qq.com"

# What only a developer's machine may set to anything else.
LOCAL_ONLY = {
    "wecom_url": WECOM_URL,
    "wecom_login_url": WECOM_LOGIN_URL,
    "wecom_oauth_url": WECOM_OAUTH_URL,
    "wechat_url": WECHAT_URL,
    "wechatpay_url": WECHATPAY_URL,
    "clock_url": "",
}
# As a browser's Origin header says it: in lower case, no path, no slash at its end, no port that goes without saying.
ORIGIN = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?")
ORIGIN_ON_ONE_MACHINE = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d{1,5})?")


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """One stack's settings. Every field is an environment variable `SIYU_<NAME>` (see `.env.example`).

    function: which of the stack's functions this process is; '' is all of them, in tests and while packaging.
    dead_queues: the queues of what was given up, as `money=<its name>`, with blanks between; `tick` alone counts them.
    allowed_origins: whose pages' scripts may call the API from a browser, with commas between; '' is nobody's.
    """

    stage: str
    main_table: str
    facts_table: str
    counters_table: str
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
    wecom_login_url: str = WECOM_LOGIN_URL
    wecom_oauth_url: str = WECOM_OAUTH_URL
    wechat_url: str = WECHAT_URL
    wechatpay_url: str = WECHATPAY_URL
    clock_url: str = ""
    log_level: str = "INFO"
    facts_kept_days: int = 0
    corp_share: int = 50
    allowed_origins: str = ""
    address_rate: int = 30
    dead_queues: str = ""

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins whose pages may call the API from a browser, such as `https://h5.example.com`."""
        return tuple(self.allowed_origins.replace(",", " ").split())

    @property
    def dead_queue_urls(self) -> dict[str, str]:
        """Where what was given up waits, by what it is of, beside the other queues; nothing where nobody counts it."""
        account = self.job_queue_url.rpartition("/")[0]
        named = (one.partition("=") for one in self.dead_queues.split())
        return {name: f"{account}/{queue}" for name, _, queue in named}

    @property
    def is_local(self) -> bool:
        """True on one machine only: sandboxes and the controllable clock are allowed there and nowhere else."""
        return self.stage == "local"


class ConfigError(Exception):
    """The environment cannot run this stack; the text names the variable and the way out."""


def read(environ: Mapping[str, str]) -> Config:
    """Build the settings from `environ`.

    Raises ConfigError when a variable is missing, when a stage other than `local` points at a sandbox (a production
    stack with a test clock or a fake WeCom would be silently wrong) or is reached without TLS, and for an origin that
    no browser sends.
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
    for problem in _problems(config):
        raise ConfigError(problem)
    return config


def _problems(config: Config) -> Iterator[str]:
    for origin in sorted(config.origins):
        if not (ORIGIN.fullmatch(origin) or (config.is_local and ORIGIN_ON_ONE_MACHINE.fullmatch(origin))):
            yield f"SIYU_ALLOWED_ORIGINS must be origins like https://a.example.com, with commas between: {origin!r}"
    if config.is_local:
        return
    for field, wanted in LOCAL_ONLY.items():
        if getattr(config, field) != wanted:
            yield f"SIYU_{field.upper()} may only be set when SIYU_STAGE is local, not {config.stage!r}"
    if config.public_url and not config.public_url.startswith("https://"):
        yield f"SIYU_PUBLIC_URL must begin with https:// when SIYU_STAGE is {config.stage!r}"


@functools.lru_cache(maxsize=1)
def config() -> Config:
    """The settings of this process."""
    return read(os.environ)
