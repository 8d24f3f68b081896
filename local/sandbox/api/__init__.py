"""The simulated calls: importing this package fills the registry."""

from local.sandbox.api import auth, contact_ways, customers, tags, welcome
from local.sandbox.api.registry import REGISTRY, Call, Spec

__all__ = ["REGISTRY", "Call", "Spec", "auth", "contact_ways", "customers", "tags", "welcome"]
