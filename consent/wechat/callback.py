"""WeChat's callback: its signature, and its XML as one event."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from consent.errors import WechatError

LARGEST = 64 * 1024
# How old a signed call may be: long enough for their retries (three, five seconds apart), too short to be replayed.
TOLERANCE = timedelta(minutes=5)
MESSAGES = frozenset({"text", "image", "voice", "video", "shortvideo", "location", "link"})


@dataclass(frozen=True)
class WechatEvent:
    """``kind``: followed, unfollowed, wrote, chose_templates, or other. What somebody wrote is not read.

    ``templates``: template id to accept, reject or ban.
    """

    kind: str
    account: str
    openid: str
    at: datetime
    templates: dict[str, str] = field(default_factory=dict)


def signature(token: str, timestamp: str, nonce: str) -> str:
    """Hex SHA-1 of the three in lexical order, one after the other, as the documentation has it."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce))).encode()).hexdigest()  # noqa: S324  # their choice


def check_signature(token: str, *, given: str, timestamp: str, nonce: str, now: datetime) -> None:
    """Raises WechatError ``signature_invalid``, ``signature_old``."""
    if not hmac.compare_digest(signature(token, timestamp, nonce).encode(), given.encode()):
        raise WechatError("signature_invalid")
    at = _moment(timestamp)
    if at is None or abs(now - at) > TOLERANCE:
        raise WechatError("signature_old")


def read_event(body: bytes) -> WechatEvent:
    """Raises WechatError ``too_large``, ``unreadable``."""
    root = _parsed(body)
    kind, at = _kind(root), _moment(_text(root, "CreateTime"))
    account, openid = _text(root, "ToUserName"), _text(root, "FromUserName")
    if at is None or not account or not openid or max(len(account), len(openid)) > 64:
        raise WechatError("unreadable")
    return WechatEvent(kind, account, openid, at, _templates(root) if kind == "chose_templates" else {})


def _parsed(body: bytes) -> ElementTree.Element:
    if len(body) > LARGEST:
        raise WechatError("too_large")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise WechatError("unreadable") from error
    # Nothing that WeChat sends declares anything; entities would grow (OWASP, XML external entities and bombs).
    if "<!" in text.replace("<![CDATA[", ""):
        raise WechatError("unreadable")
    try:
        return ElementTree.fromstring(text)  # noqa: S314  # no declarations, see above
    except ElementTree.ParseError as error:
        raise WechatError("unreadable") from error


def _kind(root: ElementTree.Element) -> str:
    kind, event = _text(root, "MsgType"), _text(root, "Event")
    if kind in MESSAGES:
        return "wrote"
    if kind != "event":
        return "other"
    events = {"subscribe": "followed", "unsubscribe": "unfollowed"}
    chosen = dict.fromkeys(("subscribe_msg_popup_event", "subscribe_msg_change_event"), "chose_templates")
    return {**events, **chosen}.get(event, "other")


def _templates(root: ElementTree.Element) -> dict[str, str]:
    found = {
        _text(each, "TemplateId"): _text(each, "SubscribeStatusString")
        for name in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent")
        for each in root.findall(f"{name}/List")
    }
    return {template: state for template, state in found.items() if 0 < len(template) <= 80}


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _moment(seconds: str) -> datetime | None:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() and len(seconds) <= 11 else None
