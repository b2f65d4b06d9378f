"""What belongs to a client: interactions, consents and loyalty accounts."""

from datetime import UTC, date, datetime

import pytest

from consent.actions.decide import record_decision
from consent.actions.suppress import withdraw_by_link
from consent.models import CurrentDecision, Decision
from crm.actions.cut import cut_identifier
from crm.models import Brand, Client, Identifier, Interaction, LoyaltyAccount, Source, User
from tests.crm.ingest.files.kinds.conftest import ImportRows, added, rejected
from tests.factories import add_identifier, allow_contact, make_client

pytestmark = pytest.mark.django_db(transaction=True)
CONSENT = "email,purpose,channel,status,decided_at,notice_version,language,proof"
LATER = "2026-02-01T10:00:00Z"


def current(client: Client) -> list[tuple[str, str]]:
    """What holds of the client's marketing by mail: status and method."""
    held = CurrentDecision.objects.filter(client=client, purpose__code="marketing", channel="email")
    return list(held.values_list("decision__status", "decision__method"))


def test_an_interaction_is_stored_once_as_if_it_had_been_sent(import_rows: ImportRows, camille: Client) -> None:
    header = "message_id,occurred_at,name,email,anonymous_id,property.sku,properties"
    lines = [
        "m-1,2026-01-05T10:00:00Z,Product Viewed,camille@mail.example,,TOTE,",
        'm-2,2026-01-05T11:00:00Z,Product Viewed,,visitor-1,,"{""sku"": ""RING""}"',
        "m-1,2026-01-05T10:00:00Z,Product Viewed,camille@mail.example,,TOTE,",
    ]

    report = import_rows("interactions", "\n".join([header, *lines]), chunk_size=2)
    again = import_rows("interactions", "\n".join([header, *lines]), mapping={"source": "files-2"})

    first, second = Interaction.objects.order_by("timestamp")
    assert (added(report), added(again)) == ({"interactions": 2}, {})
    assert (first.client, first.properties, first.timestamp) == (
        camille, {"sku": "TOTE"}, datetime(2026, 1, 5, 10, tzinfo=UTC),
    )  # fmt: skip
    assert (second.client, second.anonymous_id, second.properties) == (None, "visitor-1", {"sku": "RING"})
    assert Source.objects.get(code="file").is_active is False
    assert "camille@" not in str(first.context) + first.message_id


def test_an_interaction_of_nobody_or_before_birth_is_refused(import_rows: ImportRows, camille: Client) -> None:
    Client.objects.filter(pk=camille.pk).update(birth_date=date(2010, 1, 1))
    lines = [
        "m-1,2026-01-05T10:00:00Z,x@mail.example,", "m-2,2005-01-05T10:00:00Z,camille@mail.example,",
        "m-3,2026-01-05T10:00:00Z,,", "m-4,1970-01-01T00:00:00Z,,visitor-1",
    ]  # fmt: skip

    report = import_rows("interactions", "\n".join(["message_id,occurred_at,email,anonymous_id", *lines]),
                         mapping={"constants": {"name": "Product Viewed"}})  # fmt: skip

    assert sorted(rejected(report)) == [
        (2, "client_unknown"), (3, "before_birth"), (4, "id_missing"), (5, "timestamp_too_old"),
    ]  # fmt: skip
    assert Interaction.objects.count() == 0


def test_a_consent_is_kept_with_its_proof_and_notice_once(import_rows: ImportRows, camille: Client) -> None:
    line = f"camille@mail.example,marketing,email,yes,{LATER},1,fr,form 12/2026"

    report = import_rows("consents", f"{CONSENT}\n{line}")
    again = import_rows("consents", f"{CONSENT}\n{line}", mapping={"source": "another"})

    decision = Decision.objects.get()
    assert (added(report), added(again)) == ({"decisions": 1}, {})
    assert (decision.client, decision.status, decision.method, decision.origin) == (
        camille, "given", "import", "form 12/2026",
    )  # fmt: skip
    assert (decision.notice is not None, decision.language, current(camille)) == (True, "fr", [("given", "import")])


def test_a_file_never_gives_back_what_a_client_withdrew(import_rows: ImportRows, camille: Client, brand: Brand) -> None:
    record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact="camille@mail.example",
        status="withdrawn", method="one_click", at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    lines = [
        f"camille@mail.example,marketing,email,given,{LATER},1,en,list",
        "camille@mail.example,marketing,email,given,2025-01-01,1,en,list",
    ]

    report = import_rows("consents", "\n".join([CONSENT, *lines]))

    assert (rejected(report), added(report)) == ([(2, "withdrawal_stands")], {"decisions": 1})
    assert current(camille) == [("withdrawn", "one_click")]


def test_a_withdrawal_in_a_file_stops_what_was_allowed_and_stays(
    import_rows: ImportRows, camille: Client, brand: Brand
) -> None:
    allow_contact(camille, brand)
    lines = [
        f"camille@mail.example,marketing,email,withdrawn,{LATER},1,en,letter",
        "camille@mail.example,marketing,email,given,2026-03-01,1,en,list",
    ]

    report = import_rows("consents", "\n".join([CONSENT, *lines]), chunk_size=1)

    assert (rejected(report), current(camille)) == ([(3, "withdrawal_stands")], [("withdrawn", "import")])


def test_a_consent_without_proof_notice_or_owner_is_refused(import_rows: ImportRows, camille: Client) -> None:
    make_known = add_identifier(make_client("Anna"), "email", "anna@mail.example")
    lines = [
        f"camille@mail.example,marketing,email,given,{LATER},1,en,,",
        f"camille@mail.example,marketing,email,given,{LATER},9,en,list,",
        f"camille@mail.example,marketing,fax,given,{LATER},1,en,list,",
        f"camille@mail.example,nothing,email,given,{LATER},1,en,list,",
        f"camille@mail.example,marketing,email,given,{LATER},1,en,list,{make_known.value}",
    ]

    report = import_rows("consents", "\n".join([f"{CONSENT},contact", *lines]))

    assert sorted(rejected(report)) == [
        (2, "proof_missing"), (3, "notice_unknown"), (4, "channel_unknown"), (5, "purpose_unknown"),
        (6, "contact_unknown"),
    ]  # fmt: skip
    assert Decision.objects.count() == 0


def test_a_consent_about_the_person_needs_no_address(import_rows: ImportRows, camille: Client) -> None:
    line = f"camille@mail.example,profiling,,no,{LATER},1,en,form"

    report = import_rows("consents", f"{CONSENT}\n{line}")
    again = import_rows("consents", f"{CONSENT}\n{line}", mapping={"source": "another"})

    assert (added(report), added(again), Decision.objects.get().status) == ({"decisions": 1}, {}, "refused")


def test_a_loyalty_account_is_the_programmes_and_an_older_line_changes_nothing(
    import_rows: ImportRows, camille: Client
) -> None:
    header = "email,programme,number,tier,points,since,changed_at"
    import_rows("loyalty", f"{header}\ncamille@mail.example,Cercle,L-1,gold,1200,2020-01-01,2026-02-01")

    older = import_rows("loyalty", f"{header}\ncamille@mail.example,Cercle,L-1,silver,10,,2026-01-01")
    newer = import_rows("loyalty", f"{header}\ncamille@mail.example,Cercle,L-1,,-50,,2026-03-01")

    account = LoyaltyAccount.objects.get()
    assert (added(older), added(newer)) == ({}, {"changed": 1})
    assert (account.client, account.tier, account.points, account.since) == (camille, "gold", -50, date(2020, 1, 1))


def test_an_account_of_somebody_else_is_refused(import_rows: ImportRows, camille: Client) -> None:
    add_identifier(make_client("Anna"), "email", "anna@mail.example")
    import_rows("loyalty", "email,programme,number\ncamille@mail.example,Cercle,L-1")

    report = import_rows("loyalty", "email,programme,number\nanna@mail.example,Cercle,L-1")

    assert (rejected(report), LoyaltyAccount.objects.get().client) == ([(2, "account_conflict")], camille)


def test_a_file_that_brings_an_address_back_does_not_bring_back_its_yes(
    import_rows: ImportRows, camille: Client, brand: Brand, maya: User
) -> None:
    asked = datetime(2026, 1, 10, tzinfo=UTC)
    withdraw_by_link(camille, brand=brand, channel="email", at=asked)
    cut_identifier(Identifier.objects.get(value="camille@mail.example"), actor=maya, at=asked)

    import_rows("clients", "customer,email\n18,camille@mail.example")
    report = import_rows("consents", f"{CONSENT}\ncamille@mail.example,marketing,email,yes,{LATER},1,fr,form 1")

    newcomer = Identifier.objects.get(value="camille@mail.example", retracted_at=None).client
    assert newcomer != camille
    assert (current(newcomer), rejected(report)) == ([("withdrawn", "one_click")], [(2, "withdrawal_stands")])
