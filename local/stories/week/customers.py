"""Customers of the week: they scan, are welcomed, look into their wallet, buy and pay."""

from __future__ import annotations

import re
from typing import Any

from local.stories.friends import Friend
from local.stories.week.cast import Week


def joins(week: Week, name: str, code: str) -> Friend:
    """A new customer scans a printed code and adds whom its page shows; they are a member with a name when it ends."""
    tale, sandbox = week.tale, week.tale.stack.sandbox
    page = week.page(code)
    found = re.search(r'data-config-id="([^"]+)"', page)
    tale.promise(found, f"the page of {code} shows a contact way")
    assert found
    customer = sandbox.post("/customers", {"name": f"{name} {tale.mark[:4]}"}, status=200)
    added = sandbox.post(f"/customers/{customer['id']}/add", {"config_id": found[1]}, status=200)
    friend = Friend(tale, customer["id"], customer["name"], added["external_userid"], added["userid"])
    tale.until(lambda: _is_welcomed(week, friend), f"{name} is welcomed in the chat")
    return friend


def _is_welcomed(week: Week, friend: Friend) -> bool:
    return any(one["sender"] == "welcome" for one in chat(week, friend))


def chat(week: Week, friend: Friend) -> list[dict[str, Any]]:
    """Every message that the customer has on their phone."""
    found: list[dict[str, Any]] = week.tale.stack.sandbox.get(f"/customers/{friend.id}/messages")["messages"]
    return found


def texts(week: Week, friend: Friend) -> str:
    """What those messages say, one after the other."""
    return "\n".join(str(one["content"].get("content", "")) for one in chat(week, friend))


def wallet(week: Week, name: str) -> list[dict[str, Any]]:
    """The customer's coupons as the mini-program shows them."""
    found: list[dict[str, Any]] = week.phone(name).get("/mini/v1/wallet")["items"]
    return found


def buys(week: Week, name: str, sku: str, store_id: str) -> str:
    """The customer orders a piece, to be picked up at a store, and pays; the number of the order, which is ready."""
    tale, phone = week.tale, week.phone(name)
    body = {"sku_id": sku, "store_id": store_id}
    order = str(phone.post("/mini/v1/shop-orders", body, tale.key(f"order {week.friends[name].id} {sku}"))["order_id"])
    call = phone.post(f"/mini/v1/orders/{order}/payments")
    paid = tale.stack.bank.post(
        f"/payments/{order}/pay", {"call": {**call, "appId": tale.stack.corp.mini_appid}}, status=200
    )
    tale.promise(paid["trade_state"] == "SUCCESS", f"WeChat Pay took the money: {paid['trade_state']}")
    path = f"/mini/v1/orders/{order}"
    tale.until(lambda: phone.get(path)["status"] == "ready", f"the order of {name} is ready")
    return order
