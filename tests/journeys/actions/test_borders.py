"""A message goes by a server of the client's region, or not at all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clienteling.mailsink.server import make_sink
from clienteling.mailsink.store import MailStore
from consent.actions.decide import decide_for_person
from consent.actions.residence import set_residence
from consent.models import Processor, Transfer
from crm.models import Brand, Client, User
from journeys.actions.dispatch import send_due
from journeys.models import CapUse, Send
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def shanghai_sink(settings: Any, tmp_path: Path) -> Iterator[MailStore]:
    """A second server, which stands for the one in China."""
    port = free_port()
    settings.MAIL_SERVERS = {"mail-cn": {"host": "127.0.0.1", "port": port}}
    server = make_sink(tmp_path / "mail-cn", host="127.0.0.1", port=port)
    server.start()
    yield MailStore(tmp_path / "mail-cn")
    server.stop()


@pytest.fixture
def in_china(queued: Send, camille: Client, brand: Brand, petra: User, now: Any) -> Send:
    """Camille's letter, once she lives in Shanghai and agreed to recommendations by machine there."""
    decide_for_person(camille, brand=brand, purpose="automated-decisions", status="given", method="app", at=now)
    set_residence(camille, region="cn", because="Moved to Shanghai", actor=petra, at=now)
    return queued


def outcome(send: Send) -> tuple[str, str]:
    send.refresh_from_db()
    return send.status, send.reason


def test_without_a_server_in_china_nothing_is_sent_and_it_is_written_down(
    in_china: Send, sink: MailStore, camille: Client
) -> None:
    send_due(seconds=5)
    send_due(seconds=5)

    assert outcome(in_china) == ("refused", "region_forbidden")
    assert (sink.mails(), CapUse.objects.count()) == ([], 0)
    row = Transfer.objects.get()
    assert (row.is_allowed, row.client, row.place, row.reason) == (False, camille, "email default", "no_rule")


def test_the_server_in_china_takes_it(
    in_china: Send, sink: MailStore, shanghai_sink: MailStore, camille: Client
) -> None:
    for code, region in (("default", "eu"), ("mail-cn", "cn")):
        Processor.objects.create(kind="email", code=code, name=code, region=region)

    send_due(seconds=5)

    assert outcome(in_china) == ("sent", "")
    assert [mail.recipient for mail in shanghai_sink.mails()] == ["camille@mail.example"]
    assert (sink.mails(), Transfer.objects.count()) == ([], 0)


def test_a_server_that_the_settings_do_not_have_is_tried_later(in_china: Send, sink: MailStore) -> None:
    Processor.objects.create(kind="email", code="mail-cn", name="Not there", region="cn")

    send_due(seconds=5)

    in_china.refresh_from_db()
    assert (in_china.status, in_china.reason, sink.mails()) == ("queued", "provider_not_configured", [])


def test_a_letter_within_the_region_leaves_no_row(queued: Send, sink: MailStore) -> None:
    send_due(seconds=5)

    assert outcome(queued) == ("sent", "")
    assert Transfer.objects.count() == 0
