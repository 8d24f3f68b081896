"""How each reason is said, and what is pressed to mend it: one sentence each, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from chalicelib.core.moments import Moment
from chalicelib.setup import saying
from chalicelib.setup.saying import OF_WECHAT_PAY, Said
from chalicelib.setup.shapes import Found, Outcome, Progress, SetupLine
from chalicelib.setup.states import Check, Reason, State

NAMES: Mapping[Check, tuple[str, str]] = {
    Check.APP: ("企业 ID 与应用 Secret", "Corp id and app secret"),
    Check.ADDRESS: ("企业可信 IP", "Trusted addresses"),
    Check.RANGE: ("应用可见范围", "Visible range"),
    Check.CUSTOMERS: ("客户联系权限", "Customer contact"),
    Check.CONTACTS: ("通讯录同步 Secret", "Secret of the directory"),
    Check.CALLBACK: ("回调消息", "Callback"),
    Check.DOMAIN: ("可信域名", "Trusted domain"),
    Check.MINI: ("小程序", "Mini-program"),
    Check.ACCOUNT: ("公众号", "Official account"),
    Check.PAY: ("微信支付", "WeChat Pay"),
    Check.IMPORT: ("首次导入客户", "First import of customers"),
}
# However long what a platform said is, a line stays one.
LONGEST_CODE = 64
COUNTED = frozenset({Check.RANGE, Check.CUSTOMERS, Check.IMPORT})
# What is wrong stands first, then what nobody knows, then what is missing, then what works.
ORDER = (State.WRONG, State.NOT_KNOWN, State.NOT_SET, State.OK)
CONSOLE_ZH, CONSOLE_EN = "企业微信管理后台 → ", "WeCom's console: "
APP_ZH, APP_EN = f"{CONSOLE_ZH}应用管理 → 本应用", f"{CONSOLE_EN}应用管理 → the app"
EVENTS_ZH = f"{CONSOLE_ZH}客户与上下游 → 客户联系 → API → 接收事件服务器"
EVENTS_EN = f"{CONSOLE_EN}客户与上下游 → 客户联系 → API → 接收事件服务器"
AGAIN_ZH, AGAIN_EN = saying.AGAIN_ZH, saying.AGAIN_EN

WORKS: Mapping[Check, tuple[str, str]] = {
    Check.APP: ("企业微信认可企业 ID 与应用 Secret。", "WeCom takes the corp id and the app's secret."),
    Check.ADDRESS: ("企业微信接受本系统的访问地址。", "WeCom takes our address."),
    Check.RANGE: ("应用能看到 {count} 名员工。", "The app sees {count} staff."),
    Check.CUSTOMERS: (
        "应用可调用客户联系，{count} 名员工能添加客户。",
        "The app may call 客户联系; {count} staff may have customers.",
    ),
    Check.CONTACTS: ("能读取全体员工的账号。", "The ids of all staff can be read."),
    Check.DOMAIN: ("校验文件能在域名根目录打开。", "The file that proves the domain is at its root."),
    Check.MINI: ("微信认可小程序的 AppID 与 Secret。", "WeChat takes the mini-program's AppID and secret."),
    Check.ACCOUNT: ("微信认可公众号的 AppID 与 Secret。", "WeChat takes the official account's AppID and secret."),
}
KINDS: Mapping[Check, tuple[str, str]] = {
    Check.MINI: ("小程序", "a mini-program"),
    Check.ACCOUNT: ("公众号", "an official account"),
}
WRONG_SECRET: Mapping[Check, Said] = {
    Check.APP: Said(
        State.WRONG,
        ("应用 Secret 不对。", "The app's secret is wrong."),
        (
            f"{APP_ZH} → Secret → 查看，{AGAIN_ZH}。",
            f"{APP_EN} → Secret → 查看; {AGAIN_EN}.",
        ),
    ),
    Check.CONTACTS: Said(
        State.WRONG,
        ("通讯录同步的 Secret 不对。", "The secret of the directory is wrong."),
        (
            f"{CONSOLE_ZH}管理工具 → 通讯录同步 → Secret → 查看，{AGAIN_ZH}。",
            f"{CONSOLE_EN}管理工具 → 通讯录同步 → Secret → 查看; {AGAIN_EN}.",
        ),
    ),
    Check.MINI: Said(
        State.WRONG,
        ("小程序的 AppSecret 不对。", "The mini-program's secret is wrong."),
        (
            f"微信公众平台（小程序）→ 开发管理 → 开发设置 → AppSecret → 重置，{AGAIN_ZH}。",
            f"The mini-program's console: 开发管理 → 开发设置 → AppSecret → 重置; {AGAIN_EN}.",
        ),
    ),
    Check.ACCOUNT: Said(
        State.WRONG,
        ("公众号的 AppSecret 不对。", "The official account's secret is wrong."),
        (
            f"微信公众平台 → 设置与开发 → 开发接口管理 → 开发者密码 → 重置，{AGAIN_ZH}。",
            f"The account's console: 设置与开发 → 开发接口管理 → 开发者密码 → 重置; {AGAIN_EN}.",
        ),
    ),
}
NO_APP: Mapping[Check, Said] = {
    Check.MINI: Said(
        State.NOT_SET,
        (
            "没有填写小程序。顾客不用小程序时可以不填。",
            "There is no mini-program; none is needed while nobody uses one.",
        ),
        (
            f"需要时：微信公众平台（小程序）→ 开发管理 → 开发设置，复制 AppID 与 AppSecret，{AGAIN_ZH}。",
            f"When wanted: copy AppID and AppSecret from 开发管理 → 开发设置; {AGAIN_EN}.",
        ),
    ),
    Check.ACCOUNT: Said(
        State.NOT_SET,
        (
            "没有填写公众号，网页上无法认出顾客。",
            "There is no official account, so pages cannot tell who reads them.",
        ),
        (
            f"需要时：微信公众平台 → 设置与开发 → 开发接口管理，复制 AppID 与 AppSecret，{AGAIN_ZH}。",
            f"When wanted: copy AppID and AppSecret from 设置与开发 → 开发接口管理; {AGAIN_EN}.",
        ),
    ),
}
SAID: Mapping[Reason, Said] = {
    Reason.NOT_LOOKED: Said(
        State.NOT_KNOWN,
        ("还没有测过。", "Nobody has tested it yet."),
        ("点「再测一次」。", "Press “test again”."),
    ),
    Reason.NO_ANSWER: Said(
        State.NOT_KNOWN,
        ("对方没有及时应答，不能确定。", "No answer came in time, so nobody knows."),
        (
            "过一会儿再测；一直如此，请部署的人检查系统能否访问外网。",
            "Test again in a while; if it stays so, have whoever deploys see whether the stack reaches the internet.",
        ),
    ),
    Reason.BUSY: Said(
        State.NOT_KNOWN,
        ("对方接口繁忙（{code}），不能确定。", "The platform is busy ({code}), so nobody knows."),
        ("过几分钟再测。", "Test again in a few minutes."),
    ),
    Reason.REFUSED: Said(
        State.WRONG,
        ("对方拒绝了查询（错误码 {code}）。", "The platform refused ({code})."),
        (
            "按错误码在对方的开发文档中查原因，处理后再测。",
            "Look the code up in the platform's documentation, mend it, and test again.",
        ),
    ),
    Reason.UNTOLD: Said(
        State.NOT_KNOWN,
        ("对方答了 {code}，看不出这一项对不对。", "The answer was {code}, which does not say how this stands."),
        ("过一会儿再测；一直如此，按错误码在对方的开发文档中查。", "Test again; if it stays so, look the code up."),
    ),
    Reason.CHANGED: Said(
        State.NOT_KNOWN,
        ("设置在上次检查之后改过，还没有重测。", "The settings have changed since it was tested."),
        ("点「再测一次」。", "Press “test again”."),
    ),
    Reason.UNREADABLE: Said(
        State.NOT_KNOWN,
        ("系统读不出这一项的设置。", "The stack cannot read the settings of this."),
        ("请部署的人用 make onboard 重新写入。", "Have whoever deploys write them again with make onboard."),
    ),
    Reason.NO_TOKEN: Said(
        State.NOT_KNOWN,
        ("企业 ID 或应用 Secret 还不对，查不了这一项。", "Corp id or secret are wrong, so this cannot be asked."),
        ("先处理「企业 ID 与应用 Secret」。", "Mend “Corp id and app secret” first."),
    ),
    Reason.NOT_TRUSTED: Said(
        State.WRONG,
        (
            "企业微信不接受本系统的访问地址（60020）。",
            "WeCom does not take our address (60020).",
        ),
        (
            f"{APP_ZH} → 开发者接口 → 企业可信IP → 配置，填入 {{address}}，保存后再测。"
            "没有 NAT 固定地址时，系统的地址会变，填了也会失效：请部署的人先按 infra/deploy.md 配好固定地址。",
            f"{APP_EN} → 开发者接口 → 企业可信IP → 配置: enter {{address}}, save, and test again. Without a NAT "
            "gateway our address changes, and this comes back: infra/deploy.md tells whoever deploys how to "
            "get one that stays.",
        ),
    ),
    Reason.WRONG_CORP: Said(
        State.WRONG,
        ("企业微信不认识这个企业 ID。", "WeCom knows no such corp id."),
        (
            f"{CONSOLE_ZH}我的企业 → 企业信息 → 最下方的企业 ID，{AGAIN_ZH}。",
            f"{CONSOLE_EN}我的企业 → 企业信息, at its end; {AGAIN_EN}.",
        ),
    ),
    Reason.WRONG_AGENT: Said(
        State.WRONG,
        ("AgentId 与 Secret 不是同一个应用的。", "AgentId and secret are not of one app."),
        (f"{APP_ZH}，复制 AgentId，{AGAIN_ZH}。", f"{APP_EN}: copy the AgentId; {AGAIN_EN}."),
    ),
    Reason.NOBODY_SEEN: Said(
        State.WRONG,
        ("应用一名员工也看不到。", "The app sees nobody."),
        (
            f"{APP_ZH} → 可见范围 → 编辑，选全公司或要用系统的部门，保存后再测。",
            f"{APP_EN} → 可见范围 → 编辑: choose everybody, or the departments that work with it; test again.",
        ),
    ),
    Reason.NOBODY_YET: Said(
        State.NOT_KNOWN,
        ("部门太多，没有看完，还没看到员工。", "There are too many departments to look at all; nobody was seen yet."),
        (
            f"再测一次；或到{APP_ZH} → 可见范围，确认选到了有员工的部门。",
            f"Test again, or see at {APP_EN} → 可见范围 that departments with staff are chosen.",
        ),
    ),
    Reason.SEEN_AT_LEAST: Said(
        State.OK,
        ("应用至少能看到 {count} 名员工。", "The app sees {count} staff at least."),
    ),
    Reason.SEEN_BY_TAG: Said(
        State.OK,
        ("应用按标签可见，人数无法统计。", "The app sees staff by tags, whose number is not told."),
    ),
    Reason.NOT_CALLABLE: Said(
        State.WRONG,
        ("应用没有客户联系的接口权限（48002）。", "The app may not call 客户联系 (48002)."),
        (
            f"{CONSOLE_ZH}客户与上下游 → 客户联系 → API → 可调用接口的应用，勾选本应用，保存后再测。",
            f"{CONSOLE_EN}客户与上下游 → 客户联系 → API → 可调用接口的应用: tick the app, save, and test again.",
        ),
    ),
    Reason.NOBODY_SERVES: Said(
        State.WRONG,
        ("没有员工能添加客户。", "No member of staff may have customers."),
        (
            f"{CONSOLE_ZH}客户与上下游 → 客户联系 → 权限配置 → 使用范围，选要接待客户的员工，再测。",
            f"{CONSOLE_EN}客户与上下游 → 客户联系 → 权限配置 → 使用范围: choose who serves customers, and test again.",
        ),
    ),
    Reason.NO_CONTACTS: Said(
        State.NOT_SET,
        (
            "没有填写，只认得能添加客户的员工。",
            "It is not filled in, so only those who may have customers are known.",
        ),
        (
            f"需要时：{CONSOLE_ZH}管理工具 → 通讯录同步 → Secret → 查看，{AGAIN_ZH}。",
            f"When wanted: {CONSOLE_EN}管理工具 → 通讯录同步 → Secret → 查看; {AGAIN_EN}.",
        ),
    ),
    Reason.NOT_OF_CONTACTS: Said(
        State.WRONG,
        ("填的不是通讯录同步的 Secret（48002）。", "What was filled in is not the secret of the directory (48002)."),
        (
            f"{CONSOLE_ZH}管理工具 → 通讯录同步 → Secret → 查看，{AGAIN_ZH}。",
            f"{CONSOLE_EN}管理工具 → 通讯录同步 → Secret → 查看; {AGAIN_EN}.",
        ),
    ),
    Reason.NEVER_CAME: Said(
        State.NOT_KNOWN,
        ("还没有看到企业微信发来的消息。", "No message of WeCom's has been seen yet."),
        (
            f"{EVENTS_ZH}，填入回调地址并保存，再请一位顾客扫码添加试试。",
            f"{EVENTS_EN}: enter the callback address, save, and let a customer join.",
        ),
    ),
    Reason.CAME: Said(
        State.OK,
        ("企业微信的消息能收到。", "WeCom's messages come in."),
    ),
    Reason.CAME_LONG_AGO: Said(
        State.NOT_KNOWN,
        (
            "最近一次收到企业微信的消息是 {count} 天前，现在还通不通不能确定。",
            "WeCom's last message came {count} days ago, so nobody knows whether they still come in.",
        ),
        (
            f"请一位顾客扫码添加试试；收不到就到{EVENTS_ZH}，核对回调地址并重新保存。",
            f"Let a customer join; if nothing comes: {EVENTS_EN}: check the callback address and save it again.",
        ),
    ),
    Reason.NOT_READ: Said(
        State.WRONG,
        (
            "有 {count} 条企业微信的消息读不懂，已搁置。",
            "{count} of WeCom's messages could not be read and were set aside.",
        ),
        (
            "请部署的人升级系统，再按「搁置消息」的说明重新处理。",
            "Have whoever deploys upgrade the stack, then replay what was set aside.",
        ),
    ),
    Reason.NOT_PROVED: Said(
        State.WRONG,
        (
            "有消息的签名太旧，没能证明来自企业微信，已搁置。",
            "A message was signed too long ago to be proved, and was set aside.",
        ),
        (
            f"反复出现时：{EVENTS_ZH}，重新生成 Token 与 EncodingAESKey，{AGAIN_ZH}。",
            f"If more come: {EVENTS_EN}: make a new Token and EncodingAESKey; {AGAIN_EN}.",
        ),
    ),
    Reason.TOKEN_DIFFERS: Said(
        State.WRONG,
        (
            "发到回调地址、写着贵企业 ID 的消息签名对不上，都被拒收；多半是两边的 Token 不一致，通知因此收不到。",
            "Messages to the callback address that name your corp are refused: their signature does not fit. The "
            "Tokens of both sides probably differ, and no join is told.",
        ),
        (
            f"{EVENTS_ZH}，核对 Token 与 EncodingAESKey，{AGAIN_ZH}。"
            "又收到通知后这一行自己会好；一直收得到通知时，是别人在试探，可以不管。",
            f"{EVENTS_EN}: compare Token and EncodingAESKey; {AGAIN_EN}. The line mends itself with the next "
            "message; while messages come in all the same, somebody else is trying, and nothing is to be done.",
        ),
    ),
    Reason.KEY_DIFFERS: Said(
        State.WRONG,
        (
            "企业微信的消息签名对得上，却解不开，都被拒收：两边的 EncodingAESKey 或企业 ID 不一致。",
            "WeCom's messages are signed rightly and cannot be opened, so they are refused: EncodingAESKey or corp id "
            "differ.",
        ),
        (
            f"{EVENTS_ZH}，核对 EncodingAESKey，{AGAIN_ZH}。",
            f"{EVENTS_EN}: compare the EncodingAESKey; {AGAIN_EN}.",
        ),
    ),
    Reason.MISSED: Said(
        State.WRONG,
        (
            "对账补到 {count} 次加好友或流失，企业微信没有通知。",
            "A comparison found {count} joins or losses that WeCom did not tell of.",
        ),
        (
            f"{EVENTS_ZH}，核对回调地址并重新保存。",
            f"{EVENTS_EN}: check the callback address and save it again.",
        ),
    ),
    Reason.NO_FILE: Said(
        State.NOT_SET,
        (
            "没有填写校验文件，员工与顾客的网页可能打不开。",
            "No file proves the domain, so pages may not open in WeCom.",
        ),
        (
            f"{APP_ZH} → 网页授权及JS-SDK → 申请校验域名 {{host}}，下载文件，{AGAIN_ZH}，再回到后台点校验。",
            f"{APP_EN} → 网页授权及JS-SDK → prove {{host}}: download the file; {AGAIN_EN}; then press 校验 there.",
        ),
    ),
    Reason.FILE_NOT_SERVED: Said(
        State.WRONG,
        (
            "域名根目录打不开校验文件，或内容不一致。",
            "The file is not at the domain's root, or holds something else.",
        ),
        (
            "请部署的人核对：{host} 指向本系统，前面的 CDN 或网关没有拦截 .txt。",
            "Have whoever deploys see that {host} leads here, and that nothing in front of it keeps .txt back.",
        ),
    ),
    Reason.NO_ADDRESS: Said(
        State.NOT_KNOWN,
        ("系统不知道自己的域名（PublicUrl）。", "The stack does not know its own address (PublicUrl)."),
        ("请部署的人设置 PublicUrl 后重新部署。", "Have whoever deploys set PublicUrl and deploy again."),
    ),
    Reason.WRONG_APPID: Said(
        State.WRONG,
        ("微信不认识这个 AppID。", "WeChat knows no such AppID."),
        (
            f"在微信公众平台复制 AppID，{AGAIN_ZH}。",
            f"Copy the AppID from WeChat's console; {AGAIN_EN}.",
        ),
    ),
    Reason.WRONG_KIND: Said(
        State.WRONG,
        (
            "微信认可 AppID 与 AppSecret，但它不是{kind_zh}（48001）：小程序与公众号可能填反了。",
            "WeChat takes AppID and secret, but not as {kind_en} (48001): the two may have been swapped.",
        ),
        (
            f"在微信公众平台核对这个 AppID 属于谁，{AGAIN_ZH}。",
            f"See in WeChat's console whose AppID it is; {AGAIN_EN}.",
        ),
    ),
    Reason.KIND_NOT_PROVED: Said(
        State.OK,
        (
            "微信认可 AppID 与 AppSecret；它是不是{kind_zh}没能证明（{code}）。",
            "WeChat takes AppID and secret; that it is {kind_en} is not proved ({code}).",
        ),
    ),
    Reason.NOT_LISTED: Said(
        State.NOT_KNOWN,
        (
            "微信的 IP 白名单里没有本系统，无法核对 Secret；登录不受影响。",
            "Our address is not in WeChat's list, so the secret cannot be tried; signing in works without it.",
        ),
        (
            "想核对时：微信公众平台 → 开发接口管理 → IP 白名单，加入 {address}，再测。",
            "To try it: WeChat's console → 开发接口管理 → IP 白名单: enter {address}, and test again.",
        ),
    ),
    **OF_WECHAT_PAY,
    Reason.NOT_BEGUN: Said(
        State.NOT_SET,
        ("还没有开始导入原有的客户。", "The customers of before are not being imported yet."),
        ("请部署的人运行一次 make onboard，它会开始导入。", "Have whoever deploys run make onboard, which begins it."),
    ),
    Reason.UNDER_WAY: Said(
        State.NOT_KNOWN,
        ("正在导入原有的客户，已导入 {count} 位。", "Customers of before are being imported: {count} so far."),
        ("不用等，可以离开本页。", "There is no need to wait."),
    ),
    Reason.STOPPED: Said(
        State.WRONG,
        ("导入停下了，原因在「后台任务」里。", "The import has stopped; the jobs say why."),
        (
            "先处理本页其他标红的项，再在「后台任务」中继续。",
            "Mend what else is wrong on this page, then resume it among the jobs.",
        ),
    ),
    Reason.IMPORTED: Said(
        State.OK,
        (
            "原有的客户已导入，最近一次对账共 {count} 位。",
            "Customers of before are here; {count} in the last comparison.",
        ),
    ),
}


def said(check: Check, found: Found) -> Said:
    """The words of what was found, with nothing put in yet."""
    match found.reason:
        case Reason.WORKS:
            return Said(State.OK, WORKS[check])
        case Reason.WRONG_SECRET:
            return WRONG_SECRET[check]
        case Reason.NO_APP:
            return NO_APP[check]
    return SAID[found.reason]


def state(check: Check, found: Found) -> State:
    """How a thing stands by what was found."""
    return said(check, found).state


def outcome(check: Check, found: Found, before: Outcome | None, now: Moment, of: str = "") -> Outcome:
    """What is kept of a check that was made now: it stands so since before, when it stood so before.

    of: the settings it was made with, as asking.fingerprint tells them.
    """
    stood = before is not None and state(check, before) is state(check, found)
    return Outcome(
        **msgspec.structs.asdict(found),
        checked_at=now,
        since=before.since if before and stood else found.at or now,
        of=of,
    )


def still(kept: Outcome, of: str) -> Outcome:
    """What is kept, as far as it holds for the settings of now. of: '' where nobody can read those."""
    if of and kept.of == of:
        return kept
    reason = Reason.CHANGED if of else Reason.UNREADABLE
    return Outcome(reason=reason, checked_at=kept.checked_at, since=kept.checked_at, of=kept.of)


def line(check: Check, outcome: Outcome | None, host: str, progress: Progress | None = None) -> SetupLine:
    """A check as the door shows it. outcome: None while nobody has looked."""
    found: Found = outcome or Found(reason=Reason.NOT_LOOKED)
    words = said(check, found)
    kind_zh, kind_en = KINDS.get(check, ("", ""))
    filled = {
        "count": found.count,
        "address": found.address or "?",
        "code": found.code[:LONGEST_CODE],
        "host": host or "?",
        "kind_zh": kind_zh,
        "kind_en": kind_en,
    }
    why_zh, why_en, mend_zh, mend_en = (text.format(**filled) for text in (*words.why, *words.mend))
    return SetupLine(
        check=check,
        name_zh=NAMES[check][0],
        name_en=NAMES[check][1],
        state=words.state,
        since=outcome.since if outcome else None,
        checked_at=outcome.checked_at if outcome else None,
        count=found.count if check in COUNTED and words.state in (State.OK, State.WRONG) and outcome else None,
        why_zh=why_zh,
        why_en=why_en,
        mend_zh=mend_zh,
        mend_en=mend_en,
        progress=progress,
    )


def ordered(lines: Sequence[SetupLine]) -> list[SetupLine]:
    """What is wrong first; among those that stand alike, in the order in which they are set up."""
    return sorted(lines, key=lambda one: ORDER.index(one.state))
