"""What the wizard asks for, in the order in which an administrator meets it, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.setup.states import Check, Reason


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to paste. name: as corps.json calls it, with a dot inside `pay`. zh: what it is, with the console's own
    word for it; en: the same for who reads no Chinese.

    rule: what its form has to be, as it is said at the field. is_open: no secret, so it may be seen while it is typed.
    """

    name: str
    zh: str
    en: str
    rule: str
    is_open: bool = False
    is_long: bool = False
    is_optional: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One page. where: what to click until one sees it. checks: what is tried with what was filled in."""

    name: str
    zh: str
    en: str
    where: str
    note: str = ""
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()


STEPS: tuple[Step, ...] = (
    Step(
        name="company",
        zh="企业",
        en="Company",
        where="企业微信管理后台 work.weixin.qq.com → 我的企业 → 企业信息，最下方是企业 ID",
        fields=(
            Field(name="name", zh="品牌名称（顾客和员工看到的）", en="Brand name", rule="不能为空", is_open=True),
            Field(
                name="corp_id",
                zh="企业 ID",
                en="Corp ID",
                rule="以 ww、wx 或 wl 开头，后面只有字母和数字",
                is_open=True,
            ),
        ),
    ),
    Step(
        name="app",
        zh="自建应用",
        en="App",
        where="应用管理 → 应用 → 自建 → 本应用（没有就创建一个，可见范围选要用系统的部门）",
        note="Secret 要点「查看」，会发到企业微信里，再复制过来。",
        fields=(
            Field(name="agent_id", zh="应用编号 AgentId", en="Agent ID", rule="应用页上的那几位数字", is_open=True),
            Field(name="agent_secret", zh="应用密钥 Secret", en="App secret", rule="不能为空"),
            Field(
                name="owners",
                zh="所有者的账号（多个用逗号分开）",
                en="Owners' accounts",
                rule="至少一个：通讯录 → 成员 → 账号（字母数字，不是姓名）；没有所有者，谁也登录不了",
                is_open=True,
            ),
        ),
        checks=(Check.APP, Check.RANGE),
    ),
    Step(
        name="domain",
        zh="可信域名",
        en="Trusted domain",
        where="同一应用页 → 开发者接口 → 网页授权及JS-SDK → 设置可信域名 → 申请校验域名 → 下载文件",
        note="打开下载的文件，把里面的那一行贴过来。写入后一分钟，再回到那里点校验。",
        fields=(
            Field(
                name="file_name",
                zh="文件名",
                en="File name",
                rule="WW_verify_ 或 MP_verify_ 开头的 .txt",
                is_open=True,
                is_optional=True,
            ),
            Field(
                name="file_content",
                zh="文件内容",
                en="What is in it",
                rule="一行，最多 500 个字符",
                is_open=True,
                is_optional=True,
            ),
        ),
    ),
    Step(
        name="callback",
        zh="接收事件",
        en="Callback",
        where="客户与上下游 → 客户联系 → API → 接收事件服务器 → 设置（点「随机获取」，先不要保存）",
        note="同一页「可调用接口的应用」勾选本应用。写入后，把最后一页的回调地址填到那里再保存。",
        fields=(
            Field(name="callback_token", zh="令牌 Token", en="Callback token", rule="1 到 32 位字母或数字"),
            Field(name="callback_aes_key", zh="加密密钥 EncodingAESKey", en="Callback AES key", rule="43 位字母和数字"),
        ),
        checks=(Check.CUSTOMERS,),
    ),
    Step(
        name="contacts",
        zh="通讯录同步",
        en="Directory",
        where="管理工具 → 通讯录同步 → Secret → 查看",
        note="可以不填：不填时只认得能添加客户的员工。",
        fields=(
            Field(
                name="contacts_secret",
                zh="通讯录同步密钥 Secret",
                en="Directory secret",
                rule="通讯录同步的，不是应用的",
                is_optional=True,
            ),
        ),
        checks=(Check.CONTACTS,),
    ),
    Step(
        name="wechat",
        zh="小程序与公众号",
        en="Mini-program and account",
        where="mp.weixin.qq.com → 小程序：开发管理 → 开发设置；公众号：设置与开发 → 开发接口管理",
        note="可以不填；AppID 与 AppSecret 要么都填，要么都不填。",
        fields=(
            Field(
                name="mini_appid",
                zh="小程序 AppID",
                en="Mini-program app ID",
                rule="与 AppSecret 一起填",
                is_open=True,
                is_optional=True,
            ),
            Field(
                name="mini_secret",
                zh="小程序密钥 AppSecret",
                en="Mini-program secret",
                rule="与 AppID 一起填",
                is_optional=True,
            ),
            Field(
                name="account_appid",
                zh="公众号 AppID",
                en="Official account app ID",
                rule="与 AppSecret 一起填",
                is_open=True,
                is_optional=True,
            ),
            Field(
                name="account_secret",
                zh="公众号密钥 AppSecret",
                en="Official account secret",
                rule="与 AppID 一起填",
                is_optional=True,
            ),
        ),
        checks=(Check.MINI, Check.ACCOUNT),
    ),
    Step(
        name="pay",
        zh="微信支付",
        en="WeChat Pay",
        where="pay.weixin.qq.com → 账户中心 → 商户信息；账户中心 → API 安全",
        note="不收款就不填。填了任何一项，前四项都要填；用平台证书的商户，公钥两项不填。",
        fields=(
            Field(
                name="pay.mchid",
                zh="商户号",
                en="Merchant number",
                rule="8 到 10 位数字",
                is_open=True,
                is_optional=True,
            ),
            Field(
                name="pay.serial_no",
                zh="商户 API 证书序列号",
                en="Certificate serial number",
                rule="40 位十六进制",
                is_open=True,
                is_optional=True,
            ),
            Field(
                name="pay.private_key",
                zh="商户私钥：apiclient_key.pem 的全文",
                en="Merchant private key",
                rule="从 -----BEGIN PRIVATE KEY----- 起的全部",  # pragma: allowlist secret
                is_long=True,
                is_optional=True,
            ),
            Field(name="pay.apiv3_key", zh="APIv3 密钥", en="APIv3 key", rule="32 个字符", is_optional=True),
            Field(
                name="pay.public_key_id",
                zh="微信支付公钥 ID",
                en="WeChat Pay public key ID",
                rule="以 PUB_KEY_ID_ 开头",
                is_open=True,
                is_optional=True,
            ),
            Field(
                name="pay.public_key",
                zh="微信支付公钥：pub_key.pem 的全文",
                en="WeChat Pay public key",
                rule="从 -----BEGIN PUBLIC KEY----- 起的全部，与公钥 ID 一起填",
                is_long=True,
                is_optional=True,
            ),
            Field(
                name="pay.appid",
                zh="付款所用的 AppID（就是小程序时不填）",
                en="App ID that pays",
                rule="没有小程序时必填",
                is_open=True,
                is_optional=True,
            ),
        ),
        checks=(Check.PAY,),
    ),
)
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
# What a setting's rule in infra/settings.py calls by one name and the page asks for in two.
ASKED_AS: Mapping[str, tuple[str, ...]] = {"domain_files": ("file_name", "file_content")}
# What a check is made with: of other values than these it says nothing.
MADE_WITH: Mapping[Check, tuple[str, ...]] = {
    Check.APP: ("corp_id", "agent_secret"),
    Check.ADDRESS: ("corp_id", "agent_secret", "agent_id"),
    Check.RANGE: ("corp_id", "agent_secret", "agent_id"),
    Check.CUSTOMERS: ("corp_id", "agent_secret"),
    Check.CONTACTS: ("corp_id", "contacts_secret"),
    Check.DOMAIN: ("domain_files",),
    Check.MINI: ("mini_appid", "mini_secret"),
    Check.ACCOUNT: ("account_appid", "account_secret"),
    Check.PAY: ("pay", "mini_appid"),
}
# What a check is of, where a corp may do without it.
OPTIONAL: Mapping[Check, str] = {
    Check.CONTACTS: "contacts_secret",
    Check.MINI: "mini_appid",
    Check.ACCOUNT: "account_appid",
    Check.PAY: "pay",
}
# What a platform refuses for good, and whose value it is: it is asked for again. Everything else can be mended later.
BLAMED: Mapping[tuple[Check, Reason], str] = {
    (Check.APP, Reason.WRONG_SECRET): "agent_secret",
    (Check.APP, Reason.WRONG_CORP): "corp_id",
    (Check.RANGE, Reason.WRONG_AGENT): "agent_id",
    (Check.CONTACTS, Reason.WRONG_SECRET): "contacts_secret",
    (Check.CONTACTS, Reason.NOT_OF_CONTACTS): "contacts_secret",
    (Check.MINI, Reason.WRONG_SECRET): "mini_secret",
    (Check.MINI, Reason.WRONG_APPID): "mini_appid",
    (Check.ACCOUNT, Reason.WRONG_SECRET): "account_secret",
    (Check.ACCOUNT, Reason.WRONG_APPID): "account_appid",
    (Check.PAY, Reason.MERCHANT_REFUSED): "pay.serial_no",
}
