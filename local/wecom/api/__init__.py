"""The simulated calls: importing this package fills the registry."""

from local.wecom.api import (
    app_messages,
    auth,
    contact_ways,
    contacts,
    customers,
    groups,
    mass,
    mass_results,
    media,
    menus,
    statistics,
    tags,
    tickets,
    transfers,
    welcome,
)
from local.wecom.api.registry import REGISTRY, Call, Spec, Upload

__all__ = [
    "REGISTRY", "Call", "Spec", "Upload", "app_messages", "auth", "contact_ways", "contacts", "customers", "groups",
    "mass", "mass_results", "media", "menus", "statistics", "tags", "tickets", "transfers", "welcome",
]  # fmt: skip
