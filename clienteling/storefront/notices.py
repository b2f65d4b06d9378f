"""The words in which the house asks for consent: shown as they are, recorded as they were shown."""

from dataclasses import asdict, dataclass

from clienteling.storefront import public_api
from clienteling.storefront.visitor import Visitor


def notices_for(visitor: Visitor) -> dict[str, str]:
    """Purpose to text, in the visitor's language; ``stock_alerts`` for templates that know no hyphen."""
    found = public_api.read("consents/notices/", language=visitor.language)
    return {notice["purpose"].replace("-", "_"): notice["text"] for notice in found}


@dataclass(frozen=True)
class Choice:
    """What a client said: ``status`` is given, refused or withdrawn; no channel for what is about the person."""

    purpose: str
    status: str
    origin: str
    channel: str = ""
    method: str = "web_form"


def tell_decision(uid: str, choice: Choice, language: str) -> str:
    """Puts it into the house's ledger, with the language of the words that were shown; the status that was kept."""
    return str(public_api.send("consents/", client_uid=uid, language=language, **asdict(choice))["status"])
