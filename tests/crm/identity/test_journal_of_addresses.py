"""An address that is a client's no longer is nobody's again in an older copy, until somebody brings it."""

from datetime import datetime

import pytest

from consent.journal.folder import Line, all_names, read_file
from consent.journal.named import client_hash
from consent.journal.replay import Replayed, replay_journal
from consent.journal.write import write_journal
from consent.models import JournalFile
from consent.rights.erasing.person import identifier_hash
from crm.actions.cut import cut_identifier
from crm.actions.cut_link import cut_link
from crm.identity.claims import IdentifierClaim
from crm.identity.resolve import resolve_client
from crm.models import Client, Identifier, IdentityLink, User
from tests.factories import add_identifier

pytestmark = pytest.mark.django_db


def journalled() -> list[Line]:
    write_journal()
    return [line for name in all_names() for line in read_file(name)]


def replayed_anew() -> Replayed:
    JournalFile.objects.all().delete()
    return replay_journal()


def values(client: Client) -> list[str]:
    return list(client.identifiers.filter(retracted_at=None).order_by("value").values_list("value", flat=True))


def test_what_a_person_took_off_does_not_come_back(camille: Client, petra: User, now: datetime) -> None:
    phone = Identifier.objects.get(namespace="phone")
    cut_identifier(phone, actor=petra, at=now)
    [line] = journalled()
    Identifier.objects.update(retracted_at=None, retracted_because="")

    replayed_anew()
    replayed_anew()

    hashed = identifier_hash("phone", "+33639980001")
    assert line == {
        "kind": "address", "client": client_hash(camille.uid), "with": [], "hashes": [["phone", hashed]],
        "because": "cut",
    }  # fmt: skip
    assert values(camille) == ["camille@mail.example"]
    phone.refresh_from_db()
    assert phone.retracted_because == "cut"


def test_a_device_that_fell_off_has_no_line(camille: Client, petra: User, now: datetime) -> None:
    cut_identifier(add_identifier(camille, "anonymous", "browser-1"), actor=petra, at=now)

    assert journalled() == []


def test_who_parted_is_not_written_to_on_the_record_that_they_left(camille: Client, maya: User, now: datetime) -> None:
    resolve_client(
        [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("email", "eve@mail.example")],
        source="till-7", asserted_at=now, asserted_by="msg-1",
    )  # fmt: skip
    link = IdentityLink.objects.get()
    cut = cut_link(link, actor=maya, at=now)
    assert cut.parted is not None
    [line] = journalled()
    # As the copy has them: of one record.
    Identifier.objects.filter(client=cut.parted).update(client=camille)
    IdentityLink.objects.update(retracted_at=None)

    replayed_anew()

    assert (line["kind"], line["client"], line["because"]) == ("cut", client_hash(camille.uid), "parted")
    assert values(camille) == ["+33639980001", "camille@mail.example"]
    assert not IdentityLink.objects.filter(retracted_at=None).exists()
