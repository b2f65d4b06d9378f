"""Nothing is said to a client but through ``may_contact``: by the shape of the source, and by trying every no."""

import ast
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.utils import timezone

from clienteling.mailsink.store import MailStore
from consent.actions.decide import record_decision
from consent.actions.quieten import pause_marketing
from consent.actions.suppress import suppress
from consent.models import Decision, Purpose
from consent.queries.permission import may_contact
from crm.models import Brand, Client
from journeys.actions.dispatch import send_due
from journeys.models import Send

ROOT = Path(__file__).parents[2]
APPS = ("clienteling", "journeys", "crm", "consent")
# What can put words on a wire to a person. A module that takes one of these is a way out, and stands below.
WAYS_OUT = ("journeys.channels.email", "django.core.mail", "smtplib", "twilio", "aiosmtplib")
DOOR = "journeys/actions/dispatch.py"
# The transport and the letter themselves, and the demonstration's own post office, which only receives.
BEHIND_THE_DOOR = {f"journeys/channels/email/{name}.py" for name in ("build", "servers", "transport")}
# Mails to people who work here, never to a client.
TO_STAFF = {
    "clienteling/actions/mail_alerts.py",
    "clienteling/actions/warn_officers.py",
    "clienteling/receivers.py",
}
ADDRESS = "camille@mail.example"


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def calls(tree: ast.AST) -> list[str]:
    """The names of what is called, in the order of the lines."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found.sort(key=lambda call: (call.lineno, call.col_offset))
    return [each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "") for each in found]


def test_one_module_alone_holds_a_way_out() -> None:
    holding = {
        name
        for name, tree in modules()
        if any(each == way or each.startswith(f"{way}.") for each in imports(tree) for way in WAYS_OUT)
    }

    assert holding - BEHIND_THE_DOOR - TO_STAFF == {DOOR}


def test_the_way_out_is_taken_after_the_question() -> None:
    tree = dict(modules())[DOOR]
    handing = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and "deliver" in calls(node))

    asked = [each for each in calls(handing) if each in ("clear_send", "deliver")]

    assert asked == ["clear_send", "deliver"]
    assert [name for name, each in modules() if "deliver" in calls(each)] == [DOOR]


def test_there_is_no_channel_that_this_test_does_not_try() -> None:
    folders = {path.parent.name for path in (ROOT / "journeys/channels").glob("*/__init__.py")}

    assert folders == {"email"}


def outcome(send: Send) -> tuple[str, str]:
    send.refresh_from_db()
    return send.status, send.reason


@pytest.mark.django_db(transaction=True)
class TestEveryNo:
    @pytest.mark.parametrize("status", ["refused", "withdrawn", "expired"])
    def test_a_decision_that_says_no_sends_nothing(
        self, queued: Send, sink: MailStore, camille: Client, brand: Brand, status: str
    ) -> None:
        no = record_decision(
            camille, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status=status,
            method="web_form", at=timezone.now(),
        )  # fmt: skip

        send_due(seconds=5)

        assert (outcome(queued), queued.decision_id, sink.mails()) == (("refused", status), no.pk, [])

    def test_a_no_above_sends_nothing_and_names_the_decision(
        self, queued: Send, sink: MailStore, camille: Client, brand: Brand
    ) -> None:
        above = Purpose.objects.create(code="everything", name="Everything", lawful_basis="consent", channels=["email"])
        Purpose.objects.filter(code="marketing").update(parent=above)
        no = record_decision(
            camille, brand=brand, purpose="everything", channel="email", contact=ADDRESS, status="refused",
            method="web_form", at=timezone.now(),
        )  # fmt: skip

        send_due(seconds=5)

        assert (outcome(queued), queued.decision_id, sink.mails()) == (("refused", "refused"), no.pk, [])

    def test_an_address_that_asked_for_silence_hears_nothing(self, queued: Send, sink: MailStore, brand: Brand) -> None:
        suppress("email", ADDRESS, brand=brand, reason="objected")

        send_due(seconds=5)

        assert (outcome(queued), sink.mails()) == (("refused", "suppressed"), [])

    def test_a_pause_is_kept(self, queued: Send, sink: MailStore, camille: Client, brand: Brand) -> None:
        pause_marketing(camille, brand=brand, days=30, at=timezone.now())

        send_due(seconds=5)

        assert (outcome(queued), sink.mails()) == (("refused", "paused"), [])

    def test_the_one_click_of_the_mail_itself_needs_no_cookie_and_a_look_changes_nothing(
        self, queued: Send, sink: MailStore, camille: Client, brand: Brand
    ) -> None:
        """RFC 8058: the provider posts ``List-Unsubscribe=One-Click`` to the address in the header."""
        send_due(seconds=5)
        (mail,) = sink.mails()
        header = mail.message["List-Unsubscribe"].strip()
        path = header.strip("<>").partition("/preferences/")[2]
        machine, before = Browser(enforce_csrf_checks=True), Decision.objects.count()
        provider = Browser(enforce_csrf_checks=True)

        looked = [machine.get(f"/preferences/{path}").status_code, machine.head(f"/preferences/{path}").status_code]
        after_looks = Decision.objects.count()
        posted = provider.post(
            f"/preferences/{path}", "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )

        assert (looked, after_looks, posted.status_code) == ([200, 200], before, 200)
        assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert header.startswith("<") and header.endswith("/unsubscribe/>")
        permission = may_contact(camille, purpose="marketing", channel="email", brand=brand, at=timezone.now())
        assert permission.reason == "suppressed"


def test_the_clock_of_a_consent_is_asked_at_the_moment_of_sending(
    queued: Send, sink: MailStore, camille: Client, brand: Brand, now: datetime
) -> None:
    record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact=ADDRESS, status="given",
        method="web_form", at=now - timedelta(days=1), valid_to=now - timedelta(minutes=1),
    )  # fmt: skip

    send_due(seconds=5)

    assert (outcome(queued), sink.mails()) == (("refused", "expired"), [])
