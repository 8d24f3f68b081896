"""The platform's certificate (docs/platform I2)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wechatpay import crypto
from local.wechatpay.api.registry import Call, api
from local.wechatpay.errors import PayError
from local.wechatpay.states import VerifyWith
from local.wechatpay.world import rfc3339


@api("certificates", "GET", "/v3/certificates")
def certificates(call: Call) -> Json:
    """For merchants in certificate mode: the certificate, sealed with their APIv3 key. Raises PayError."""
    if call.merchant.verify_with != VerifyWith.CERTIFICATE:
        raise PayError("RESOURCE_NOT_EXISTS", "无可用的平台证书，请使用微信支付公钥")
    platform = call.world.platform
    sealed = crypto.seal(call.merchant.apiv3_key, platform.certificate.encode(), "certificate")
    certificate = {
        "serial_no": platform.serial_no, "effective_time": rfc3339(crypto.SINCE.timestamp()),
        "expire_time": rfc3339(crypto.UNTIL.timestamp()), "encrypt_certificate": sealed,
    }  # fmt: skip
    return {"data": [certificate]}
