"""What is checked, how it may stand, and why."""

from __future__ import annotations

from enum import StrEnum


class Check(StrEnum):
    """One thing that connects a corp, in the order in which an administrator meets them.

    APP: corp id and the app's secret. ADDRESS: our address among the trusted ones 企业可信IP. RANGE: the staff that the
    app sees. CUSTOMERS: it may call 客户联系. CONTACTS: the secret of the directory. CALLBACK: what WeCom sends.
    DOMAIN: the file that proves it. IMPORT: the first comparison.
    """

    APP = "app"
    ADDRESS = "address"
    RANGE = "range"
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    CALLBACK = "callback"
    DOMAIN = "domain"
    MINI = "mini"
    ACCOUNT = "account"
    PAY = "pay"
    IMPORT = "import"


class State(StrEnum):
    """How a thing stands. NOT_SET: nobody has filled it in. NOT_KNOWN: nobody has looked, or no answer came."""

    OK = "ok"
    WRONG = "wrong"
    NOT_SET = "not_set"
    NOT_KNOWN = "not_known"


class Reason(StrEnum):
    """Why it stands so; rules.py has the state and the words of each."""

    WORKS = "works"
    NOT_LOOKED = "not_looked"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    BUSY = "busy"
    UNTOLD = "untold"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    NO_TOKEN = "no_token"
    NOT_TRUSTED = "not_trusted"
    WRONG_CORP = "wrong_corp"
    WRONG_SECRET = "wrong_secret"
    WRONG_AGENT = "wrong_agent"
    NOBODY_SEEN = "nobody_seen"
    NOBODY_YET = "nobody_yet"
    SEEN_BY_TAG = "seen_by_tag"
    SEEN_AT_LEAST = "seen_at_least"
    NOT_CALLABLE = "not_callable"
    NOBODY_SERVES = "nobody_serves"
    NO_CONTACTS = "no_contacts"
    NOT_OF_CONTACTS = "not_of_contacts"
    NEVER_CAME = "never_came"
    CAME = "came"
    CAME_LONG_AGO = "came_long_ago"
    NOT_PROVED = "not_proved"
    NOT_READ = "not_read"
    MISSED = "missed"
    TOKEN_DIFFERS = "token_differs"
    KEY_DIFFERS = "key_differs"
    NO_FILE = "no_file"
    FILE_NOT_SERVED = "file_not_served"
    NO_ADDRESS = "no_address"
    NO_APP = "no_app"
    WRONG_APPID = "wrong_appid"
    WRONG_KIND = "wrong_kind"
    KIND_NOT_PROVED = "kind_not_proved"
    NOT_LISTED = "not_listed"
    NO_MERCHANT = "no_merchant"
    MERCHANT_REFUSED = "merchant_refused"
    NO_PRIVATE_KEY = "no_private_key"
    WRONG_PUBLIC_KEY_ID = "wrong_public_key_id"
    WRONG_PUBLIC_KEY = "wrong_public_key"
    WRONG_APIV3 = "wrong_apiv3"
    NEEDS_PUBLIC_KEY = "needs_public_key"
    APP_NOT_PROVED = "app_not_proved"
    APIV3_NOT_PROVED = "apiv3_not_proved"
    PUBLIC_KEY_NOT_PROVED = "public_key_not_proved"
    KEYS_NOT_PROVED = "keys_not_proved"
    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    STOPPED = "stopped"
    IMPORTED = "imported"
