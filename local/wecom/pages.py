"""What people see: the workbench at /, the page behind a QR code, QR images and avatars."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from html import escape

import segno
from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from local.servers.basics import SHANGHAI, Json, NotFound
from local.servers.control import kinds_asked, shown
from local.wecom.deliveries import RETRY_DELAYS
from local.wecom.mass_records import GroupChat
from local.wecom.parts import Parts
from local.wecom.people import scanned
from local.wecom.records import Corp, Customer, Message, Relation
from local.wecom.states import NOT_WITH_CUSTOMER, NOT_WITH_MEMBER
from local.wecom.views import chat_view, mass_view, message_view, relation_view
from local.wecom.words import FAULT, ledger_row
from local.wecom.world import World

LEDGER_ROWS = 80
ROWS = 40
WAYS = 12
VIEWS = ("phone", "desk", "side", "ledger")
CHAT_ROWS = 100
_TINTS = ("#5b8def", "#3fb27f", "#e0964a", "#d2689a", "#8a74d6", "#3aa6b9", "#c7685b", "#7c8b43")


def pages(parts: Parts) -> Blueprint:
    """The routes of the pages."""
    blueprint = Blueprint("pages", __name__)
    views = Pages(parts)
    rules: list[tuple[str, Callable[..., ResponseReturnValue]]] = [
        ("/", views.home), ("/panels/phone", views.phone), ("/panels/desk", views.desk),
        ("/mass", views.mass_page), ("/panels/mass", views.mass),
        ("/panels/ledger", views.ledger), ("/panels/side", views.side),
        ("/qr/<config_id>", views.qr), ("/qr/<config_id>.png", views.png),
        ("/qr/<config_id>.svg", views.svg), ("/avatar/<name>.svg", views.avatar),
    ]  # fmt: skip
    for rule, view in rules:
        blueprint.add_url_rule(rule, rule.replace("/", "_").replace(".", "_"), view)
    return blueprint


class Pages:
    """The views."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.world: World = parts.world

    def home(self) -> str:
        """The workbench, or one part of it for who puts it beside others; its panels come after it."""
        only = request.args.get("only", "")
        return render_template("home.html", public_url=self.world.public_url, only=only if only in VIEWS else "")

    # panels, fetched again whenever the ledger grows

    def phone(self) -> str:
        """A customer's phone: chats, one chat, what a scan shows, or a web page."""
        state = self.world.state
        with self.world.lock:
            customer = state.customers.get(request.args.get("customer", ""))
            mine = self._of_customer(customer)
            contacts = [relation for relation in mine if relation.status not in NOT_WITH_CUSTOMER]
            corp_id, _, userid = request.args.get("chat", "").partition("|")
            chat = next((each for each in mine if (each.corp_id, each.userid) == (corp_id, userid)), None)
            return render_template(
                "phone.html", customers=[*state.customers.values()], customer=customer,
                chats=[chat_view(self.world, relation) for relation in contacts],
                chat=chat and relation_view(self.world, chat),
                messages=self._messages(chat), now=self.world.clock.now().astimezone(SHANGHAI),
                card=self._card(customer), page=_web(request.args.get("page", "")),
            )  # fmt: skip

    def desk(self) -> str:
        """A member's desk: customers, one chat, contact ways."""
        state = self.world.state
        with self.world.lock:
            corp = self._corp()
            if corp is None:
                return render_template("desk.html", corp=None, corps=[])
            staff = corp.staff.get(request.args.get("staff", ""))
            staff = staff or next(iter(corp.staff.values()), None)
            mine = self._of_member(corp.corp_id, staff.userid) if staff else []
            peer = next((each for each in mine if each.external_userid == request.args.get("peer")), None)
            return render_template(
                "desk.html", corps=[*state.corps.values()], corp=corp, staff=staff, peer=peer,
                counts=self._counts(corp.corp_id), groups=self._tag_groups(corp.corp_id),
                customers=[relation_view(self.world, relation) for relation in mine[: -ROWS - 1 : -1]],
                total=len(mine),
                chat=peer and relation_view(self.world, peer), messages=self._messages(peer),
                ways=[way for way in state.ways.values() if way.corp_id == corp.corp_id][-WAYS:],
            )  # fmt: skip

    def mass_page(self) -> str:
        """The page of mass messages; its panels come after it."""
        return render_template("mass.html", public_url=self.world.public_url)

    def mass(self) -> str:
        """Mass tasks with their members, what came of them, the groups, and what apps told the members."""
        state = self.world.state
        with self.world.lock:
            corp = self._corp()
            if corp is None:
                return render_template("mass_panel.html", corp=None)
            tasks = [task for task in state.mass.values() if task.corp_id == corp.corp_id]
            app_messages = [message for message in state.app_messages if message.corp_id == corp.corp_id]
            return render_template(
                "mass_panel.html", corp=corp, corps=[*state.corps.values()], total=len(tasks),
                tasks=[mass_view(self.world, task) for task in tasks[: -ROWS - 1 : -1]],
                groups=[self._group(group) for group in state.groups.values() if group.corp_id == corp.corp_id],
                app_messages=[
                    message_view(message) | {"to": message.userid} for message in app_messages[: -ROWS - 1 : -1]
                ],
            )  # fmt: skip

    def _group(self, group: GroupChat) -> Json:
        messages = [message for message in self.world.state.messages if message.chat_id == group.chat_id]
        return {"group": group, "messages": [message_view(message) for message in messages[-ROWS:]]}

    def ledger(self) -> str:
        """The last lines of the ledger in words."""
        lines = self.world.ledger(kinds_asked(), -1, LEDGER_ROWS)
        rows = [ledger_row(line) for line in reversed(lines)]
        return render_template("ledger.html", rows=rows)

    def side(self) -> str:
        """The clock, deliveries on their way, faults."""
        with self.world.lock:
            return render_template(
                "side.html", clock=self.world.clock,
                now=self.world.clock.now().astimezone(SHANGHAI),
                faults=self.parts.faults.active(), labels=FAULT,
                pending=[*self.world.state.deliveries.values()], attempts=1 + len(RETRY_DELAYS),
            )  # fmt: skip

    # QR codes and avatars

    def qr(self, config_id: str) -> Response | str:
        """What is behind a QR code: a page for a browser, a picture for who asks for one."""
        kinds = ["image/png", "image/svg+xml", "text/html"]
        wanted = request.accept_mimetypes.best_match(kinds, default="image/png")
        if wanted != "text/html":
            return self.png(config_id)
        way = self.world.state.ways.get(config_id)
        corp = self.world.state.corps.get(way.corp_id) if way else None
        names = [corp.staff[userid].name for userid in way.user if userid in corp.staff] if way and corp else []
        customers = [*self.world.state.customers.values()]
        return render_template("qr.html", way=way, corp=corp, names=names, customers=customers, config_id=config_id)

    def png(self, config_id: str) -> Response:
        """The QR code as PNG."""
        return self._image(config_id, "png", "image/png")

    def svg(self, config_id: str) -> Response:
        """The QR code as SVG."""
        return self._image(config_id, "svg", "image/svg+xml")

    def _image(self, config_id: str, kind: str, mimetype: str) -> Response:
        if config_id not in self.world.state.ways:
            abort(404)
        out = io.BytesIO()
        code = segno.make(f"{self.world.public_url}/qr/{config_id}", error="m", micro=False)
        code.save(out, kind=kind, scale=8, border=2)
        return Response(out.getvalue(), mimetype=mimetype)

    def avatar(self, name: str) -> Response:
        """A coloured initial, so that no picture has to come from outside."""
        letter = escape(self._name(name)[:1])
        tint = _TINTS[zlib.crc32(name.encode()) % len(_TINTS)]
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
            f'<rect width="64" height="64" rx="8" fill="{tint}"/><text x="32" y="43" fill="#fff" '
            f'font-family="sans-serif" font-size="30" text-anchor="middle">{letter}</text></svg>'
        )
        return Response(svg, mimetype="image/svg+xml")

    # helpers

    def _corp(self) -> Corp | None:
        """The corp that is asked for, else the first."""
        corps = self.world.state.corps
        return corps.get(request.args.get("corp", "")) or next(iter(corps.values()), None)

    def _card(self, customer: Customer | None) -> Json | None:
        """What the scan shows, also when the code no longer works."""
        config_id = request.args.get("scan", "")
        if not config_id or customer is None:
            return None
        try:
            return shown(self.parts.life.open(customer.id, scanned(config_id)))
        except NotFound as error:
            return {"error": str(error)}

    def _name(self, person: str) -> str:
        """The name of a customer or a member, else what was asked for."""
        if customer := self.world.state.customers.get(person):
            return customer.name
        staff = (corp.staff.get(person) for corp in [*self.world.state.corps.values()])
        return next((member.name for member in staff if member), person) or "?"

    def _of_customer(self, customer: Customer | None) -> list[Relation]:
        relations = self.world.state.relations.values()
        return [relation for relation in relations if customer and relation.customer_id == customer.id]

    def _of_member(self, corp_id: str, userid: str) -> list[Relation]:
        relations = self.world.state.relations.values()
        mine = [relation for relation in relations if (relation.corp_id, relation.userid) == (corp_id, userid)]
        return [relation for relation in mine if relation.status not in NOT_WITH_MEMBER]

    def _counts(self, corp_id: str) -> dict[str, int]:
        """How many customers each member has."""
        return {userid: len(self.world.customers_of(corp_id, userid)) for userid in self.world.corp(corp_id).staff}

    def _tag_groups(self, corp_id: str) -> list[tuple[str, list[tuple[str, str]]]]:
        groups = self.world.state.tag_groups.get(corp_id, [])
        return [
            (group.name, [(tag.id, tag.name) for tag in group.tags if not tag.deleted])
            for group in groups if not group.deleted
        ]  # fmt: skip

    def _messages(self, relation: Relation | None) -> list[Json]:
        if relation is None:
            return []
        messages = [message for message in self.world.state.messages if _is_of(message, relation)]
        return [message_view(message) for message in messages[-CHAT_ROWS:]]


def _web(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else ""


def _is_of(message: Message, relation: Relation) -> bool:
    pair = (message.corp_id, message.userid, message.customer_id)
    return pair == (relation.corp_id, relation.userid, relation.customer_id)
