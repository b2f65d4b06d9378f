"""The words of every message in every language, and the links in it."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from email import message_from_bytes, policy

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from clienteling.lib.tokens import read_link
from clienteling.mailsink.store import MailStore
from crm.models import Boutique, Brand, Client, Product, StockAlert
from crm.signals import stock_alert_requested
from journeys.actions.dispatch import send_due
from journeys.channels.email.build import build_mail
from journeys.content.prices import price_text
from journeys.content.render import render_message
from journeys.content.templates import PARTS, has_template, template_path
from journeys.content.write import write_message
from journeys.models import Send
from tests.factories import allow_contact, make_product, set_stock

Advance = Callable[[datetime], int]
TEMPLATES = ["second-purchase-1", "still-unavailable"]
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.fixture
def alert(
    clock: time_machine.Traveller, camille: Client, brand: Brand, boutique: Boutique, tote: Product
) -> StockAlert:
    """Camille waits for the tote; a hobo is like it and in stock."""
    set_stock(make_product(brand, "hobo", price="950", names={"en": "Cassis hobo", "fr": "Besace Cassis"}), boutique, 2)
    allow_contact(camille, brand, purpose="stock-alerts")
    return StockAlert.objects.create(brand=brand, client=camille, variant=tote.variants.get(), language="fr")


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_read_in_every_language(queued: Send, template: str, language: str) -> None:
    payload = write_message(queued).payload
    queued.template, queued.language = template, language

    rendered = render_message(queued, payload)

    assert all((settings.BASE_DIR / "templates" / template_path(template, language, part)).is_file() for part in PARTS)
    assert "\n" not in rendered.subject
    assert re.findall(r"\{[{%]|&#|&amp;", rendered.subject + rendered.text) == []
    assert [rendered.links.unsubscribe in part for part in (rendered.text, rendered.html)] == [True, True]
    assert [rendered.links.action in part for part in (rendered.text, rendered.html)] == [True, True]


def test_the_preview_is_what_was_sent(queued: Send, sink: MailStore) -> None:
    send_due(seconds=5)
    queued.refresh_from_db()

    preview = render_message(queued, queued.payload)

    (mail,) = sink.mails()
    without_tokens = re.compile(r"(?<=/)[\w:.-]{40,}(?=/)")
    assert mail.subject == preview.subject
    assert without_tokens.sub("", mail.html.strip()) == without_tokens.sub("", preview.html.strip())


def test_a_mail_can_be_unsubscribed_from_in_one_click_and_says_nothing_of_the_client(queued: Send) -> None:
    rendered = write_message(queued).rendered
    assert rendered is not None

    mail = build_mail(rendered, brand=queued.brand, address="camille@mail.example", message_id="<1@example.com>")

    message = message_from_bytes(mail.content, policy=policy.default)
    links = " ".join(re.findall(r"https?://\S+", rendered.text + rendered.html))
    assert message["List-Unsubscribe"].strip() == f"<{rendered.links.unsubscribe}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"] == "<1@example.com>"
    assert message["From"] == "Aurelle <clients@example.com>"
    assert re.findall("(?i)camille|laurent|mail.example", links) == []
    assert mail.content.count(b"\n") == mail.content.count(b"\r\n")


def test_the_link_opens_the_app_as_this_client(queued: Send, camille: Client) -> None:
    rendered = write_message(queued).rendered
    assert rendered is not None

    token = rendered.links.action.rstrip("/").rpartition("/")[2]

    assert read_link("app", token, max_age=60) == {"uid": camille.uid, "send": queued.pk}


def test_still_unavailable_goes_out_at_night_since_it_was_asked_for(
    alert: StockAlert, sink: MailStore, advance: Advance, clock: time_machine.Traveller
) -> None:
    stock_alert_requested.send(sender=None, alert_id=alert.pk)
    midnight = datetime.fromisoformat("2026-03-14T00:30:00+01:00")
    clock.move_to(midnight)
    advance(timezone.now())

    send_due(seconds=5)

    (mail,) = sink.mails()
    assert mail.subject == "Cabas Cassis : pas encore de retour"
    assert [each["sku"] for each in Send.objects.get().payload["recommendations"]] == ["HOBO"]
    assert "Besace Cassis" in mail.text


def test_a_template_must_exist_in_english() -> None:
    assert [has_template(code) for code in [*TEMPLATES, "no-such-message"]] == [True, True, False]


@pytest.mark.parametrize(
    ("amount", "currency", "language", "expected"),
    [
        ("1250.00", "EUR", "en", "€1,250"),
        ("1250.00", "EUR", "fr", "1\u202f250\u00a0€"),
        ("1250.50", "EUR", "it", "1.250,50\u00a0€"),
        ("980", "CHF", "en", "CHF\u00a0980"),
        ("8800", "CNY", "zh-hans", "¥8,800"),
    ],
)
def test_a_price_is_written_as_its_language_writes_it(amount: str, currency: str, language: str, expected: str) -> None:
    assert price_text(Decimal(amount), currency, language) == expected
