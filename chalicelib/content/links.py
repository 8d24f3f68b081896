"""Where links lead: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from chalicelib.content.standards import Standards

# WeChat makes a link of ASCII only, so Chinese right after it does not belong to it.
IN_TEXT = re.compile(r"https?://[!-~]*", re.IGNORECASE)
AFTER_A_LINK = ".,;:!?)]}'\"<>"
# Stricter than a browser: nobody before the host, no backslash, nothing that two readers take for two hosts.
LINK = re.compile(r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+)(:\d{1,5})?([/?#][!-\[\]-~]*)?", re.IGNORECASE)
PUBLIC_NAME = re.compile(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]+")

Problem = tuple[str, str, str]


def links_in(text: str) -> Iterator[str]:
    """The links that a text holds."""
    for link in IN_TEXT.findall(text):
        yield link.rstrip(AFTER_A_LINK)


def problem_of(link: str, standards: Standards) -> Problem | None:
    """Why a link may not be sent, as (code, zh, en), or None."""
    match = LINK.fullmatch(link)
    if match is None:
        return "link_invalid", f"链接 {link} 格式有误，请填写完整的 https 链接", f"{link} is not a whole https link"
    host = match["host"].lower().rstrip(".")
    if match["scheme"].lower() != "https":
        return "link_not_https", f"链接 {link} 须以 https 开头", f"{link} must begin with https"
    if not PUBLIC_NAME.fullmatch(host):
        return "link_ip", f"链接须使用域名，不能用 IP 地址：{host}", f"A link needs a domain name, not an IP: {host}"
    if under(host, standards.short_hosts):
        return "link_short", f"不能使用短链接：{host}，请填写原链接", f"No short links: {host}. Use the whole link"
    if standards.allowed_hosts and not under(host, standards.allowed_hosts):
        return "link_host", f"域名 {host} 不在企业允许的名单中", f"{host} is not on the corp's list of hosts"
    return None


def under(host: str, hosts: Set[str]) -> bool:
    """True when a host is one of `hosts` or below one of them."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels)))
