"""The simulated calls: importing this package fills the registry."""

from local.wechatpay.api import certificates, orders, refunds
from local.wechatpay.api.registry import REGISTRY, Call, Spec

__all__ = ["REGISTRY", "Call", "Spec", "certificates", "orders", "refunds"]
