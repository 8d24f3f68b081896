"""What a reason is in words, and the sentences about WeChat Pay: what an answer of its proves and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.setup.states import Reason, State

# What was written is known to every function a minute later (core/ops/secrets.py): until then it may be the former.
AGAIN_ZH = "交给部署的人用 make onboard 重填；刚改过的，一分钟后再测"
AGAIN_EN = "have whoever deploys fill it in anew with make onboard; what was just changed, test in a minute"
PAY_ZH, PAY_EN = "微信支付商户平台 → 账户中心 → API 安全", "WeChat Pay's console → 账户中心 → API 安全"


class Said(msgspec.Struct, frozen=True):
    """A reason in words. {count}, {address}, {code}: of what was found; {host}: the stack's own name."""

    state: State
    why: tuple[str, str]
    mend: tuple[str, str] = ("", "")


OF_WECHAT_PAY: Mapping[Reason, Said] = {
    Reason.NO_MERCHANT: Said(
        State.NOT_SET,
        ("没有开通收款。不卖东西时可以不填。", "No money is taken; nothing is needed while nothing is sold."),
        (
            f"需要时：微信支付商户平台 → 账户中心 → API 安全，{AGAIN_ZH}。",
            f"When wanted: WeChat Pay's console → 账户中心 → API 安全; {AGAIN_EN}.",
        ),
    ),
    Reason.MERCHANT_REFUSED: Said(
        State.WRONG,
        ("微信支付拒绝了查询（{code}）。", "WeChat Pay refused ({code})."),
        (
            f"微信支付商户平台 → 账户中心 → API 安全，核对商户号、序列号与 apiclient_key.pem 是一套，{AGAIN_ZH}。",
            f"WeChat Pay's console → 账户中心 → API 安全: serial number and key belong together; {AGAIN_EN}.",
        ),
    ),
    Reason.NO_PRIVATE_KEY: Said(
        State.WRONG,
        ("商户私钥不是一份 RSA 私钥。", "The merchant's private key is no RSA key."),
        (f"复制 apiclient_key.pem 的全文，{AGAIN_ZH}。", f"Copy all of apiclient_key.pem; {AGAIN_EN}."),
    ),
    Reason.WRONG_PUBLIC_KEY_ID: Said(
        State.WRONG,
        ("微信支付用的不是填写的公钥 ID。", "WeChat Pay signs with another public key id."),
        (f"{PAY_ZH} → 微信支付公钥，复制公钥 ID，{AGAIN_ZH}。", f"{PAY_EN} → 微信支付公钥: copy its id; {AGAIN_EN}."),
    ),
    Reason.WRONG_PUBLIC_KEY: Said(
        State.WRONG,
        ("微信支付公钥不对：用它验不过应答的签名。", "The public key is wrong: answers are not signed with it."),
        (f"{PAY_ZH} → 微信支付公钥，下载公钥，{AGAIN_ZH}。", f"{PAY_EN} → 微信支付公钥: download it; {AGAIN_EN}."),
    ),
    Reason.WRONG_APIV3: Said(
        State.WRONG,
        ("APIv3 密钥不对：用它解不开平台证书。", "The APIv3 key is wrong: it opens no platform certificate."),
        (f"{PAY_ZH} → APIv3 密钥 → 修改，{AGAIN_ZH}。", f"{PAY_EN} → APIv3 密钥: set it anew; {AGAIN_EN}."),
    ),
    Reason.NEEDS_PUBLIC_KEY: Said(
        State.WRONG,
        (
            "这个商户没有平台证书，必须填写微信支付公钥与公钥 ID。",
            "The merchant has no platform certificates, so the public key and its id are needed.",
        ),
        (f"{PAY_ZH} → 微信支付公钥，{AGAIN_ZH}。", f"{PAY_EN} → 微信支付公钥; {AGAIN_EN}."),
    ),
    Reason.APP_NOT_PROVED: Said(
        State.OK,
        (
            "商户证书、私钥与 APIv3 密钥都对。付款的 AppID 是否已绑定商户号没能证明，第一笔付款才知道。",
            "Certificate, private key and APIv3 key are right. Whether the AppID is bound to the merchant is not "
            "proved: the first payment tells.",
        ),
    ),
    Reason.APIV3_NOT_PROVED: Said(
        State.OK,
        (
            "商户证书、私钥与微信支付公钥都对。APIv3 密钥、付款的 AppID 是否已绑定没能证明，第一笔付款才知道。",
            "Certificate, private key and public key are right. The APIv3 key, and whether the AppID is bound, are not "
            "proved: the first payment tells.",
        ),
    ),
    Reason.PUBLIC_KEY_NOT_PROVED: Said(
        State.OK,
        (
            "商户证书、私钥与 APIv3 密钥都对。微信支付公钥、付款的 AppID 是否已绑定没能证明，第一笔付款才知道。",
            "Certificate, private key and APIv3 key are right. The public key, and whether the AppID is bound, are not "
            "proved: the first payment tells.",
        ),
    ),
    Reason.KEYS_NOT_PROVED: Said(
        State.OK,
        (
            "商户证书与私钥是一套。微信支付公钥、APIv3 密钥、付款的 AppID 是否已绑定没能证明，第一笔付款才知道。",
            "Certificate and private key belong together. The public key, the APIv3 key, and whether the AppID is "
            "bound, are not proved: the first payment tells.",
        ),
    ),
}
