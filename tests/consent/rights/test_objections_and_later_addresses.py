"""An objection to marketing is the person's, and not an address's: one that comes later is as silent."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consent.actions.ask import ask_client
from consent.actions.confirm import confirm_decision
from consent.actions.decide import record_decision
from consent.actions.prefer import change_preference
from consent.actions.suppress import withdraw_by_link
from consent.errors import ConsentError
from consent.models import CurrentDecision, Decision, Purpose, SubjectRequest
from consent.queries.channels import channel_states
from consent.queries.open_channels import open_channels
from consent.queries.permission import may_contact
from consent.rights.requests import open_request
from crm.actions.cut import cut_identifier, give_back_identifier
from crm.actions.cut_link import cut_link
from crm.actions.merge import merge_clients, unmerge_clients
from crm.actions.own_address import take_new_address
from crm.identity.claims import IdentifierClaim
from crm.identity.new_address import NewAddress
from crm.identity.resolve import resolve_client
from crm.models import Boutique, Brand, Client, Identifier, IdentityLink, User
from tests.crm.ingest.files.kinds.conftest import ImportRows, import_rows, rejected
from tests.factories import allow_contact, make_known_client

__all__ = ["import_rows"]
pytestmark = pytest.mark.django_db
LATER = "camille@later.example"
CONSENT = "email,purpose,channel,status,decided_at,notice_version,language,proof"


@pytest.fixture(autouse=True)
def invitations(brand: Brand) -> Purpose:
    """Below marketing, and not resting on consent (GDPR Art. 6(1)(f)): nobody need say yes to it."""
    return Purpose.objects.create(
        code="invitations", name="Invitations", lawful_basis="legitimate_interests", channels=["email", "sms"],
        parent=Purpose.objects.get(code="marketing"),
    )  # fmt: skip


def object_to_marketing(client: Client, at: datetime, brand: Brand | None = None) -> SubjectRequest:
    return open_request(client, kind="objection_marketing", intake="officer", brand=brand, at=at)


def open_purposes(
    client: Client, brand: Brand, at: datetime, contact: str = LATER, channel: str = "email"
) -> list[str]:
    """Of marketing and what stands under it."""
    return [
        purpose
        for purpose in ("marketing", "invitations")
        if may_contact(client, purpose=purpose, channel=channel, brand=brand, at=at, contact=contact).is_allowed
    ]


def identify(client: Client, at: datetime) -> None:
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("email", LATER)]
    resolve_client(claims, source="web", asserted_at=at, asserted_by="m-1")


def replace_on_the_own_page(client: Client, at: datetime) -> None:
    take_new_address(NewAddress(client.uid, LATER, "camille@mail.example"), at=at)


def ring(client: Client, at: datetime) -> None:
    claims = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("phone", "+33639980099")]
    resolve_client(claims, source="till", asserted_at=at, asserted_by="m-1")


@pytest.mark.parametrize("arrive", [identify, replace_on_the_own_page])
def test_an_address_that_comes_after_the_objection_is_as_silent(
    camille: Client, brand: Brand, now: datetime, arrive: Callable[[Client, datetime], None]
) -> None:
    object_to_marketing(camille, now)

    arrive(camille, now + timedelta(days=1))

    assert LATER in camille.contact_points("email")
    assert open_purposes(camille, brand, now + timedelta(days=1)) == []


@pytest.mark.django_db(transaction=True)
def test_an_address_from_a_file_is_as_silent(
    camille: Client, brand: Brand, now: datetime, import_rows: ImportRows
) -> None:
    object_to_marketing(camille, now)

    import_rows("clients", f"email,phone\n{LATER},+33639980001")

    assert LATER in camille.contact_points("email")
    assert open_purposes(camille, brand, now + timedelta(days=1)) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days", [-1, 1])
def test_a_file_opens_no_later_address(
    camille: Client, brand: Brand, now: datetime, import_rows: ImportRows, days: int
) -> None:
    """Neither with a yes from after the objection, which is refused, nor with one from before."""
    object_to_marketing(camille, now)
    identify(camille, now + timedelta(days=1))
    said = (now + timedelta(days=days)).isoformat()

    report = import_rows("consents", f"{CONSENT}\n{LATER},marketing,email,yes,{said},1,fr,form 12")

    assert rejected(report) == ([(2, "withdrawal_stands")] if days > 0 else [])
    assert open_purposes(camille, brand, now + timedelta(days=2)) == []
    assert open_channels([camille.pk], brand=brand, at=now + timedelta(days=2)) == {}


def test_a_telephone_that_comes_later_is_as_silent(camille: Client, brand: Brand, now: datetime) -> None:
    """Nothing was known on its channels when she objected."""
    Identifier.objects.filter(namespace="phone").delete()
    object_to_marketing(camille, now)

    ring(camille, now + timedelta(days=1))

    assert open_purposes(camille, brand, now + timedelta(days=1), "+33639980099", "sms") == []


def test_who_has_no_address_at_all_can_object(boutique: Boutique, brand: Brand, now: datetime) -> None:
    nobody = make_known_client(boutique, "Nobody")
    object_to_marketing(nobody, now)

    resolve_client([IdentifierClaim("email", LATER)], source="web", asserted_at=now, uid=nobody.uid, asserted_by="m")

    assert nobody.contact_points("email") == [LATER]
    assert open_purposes(nobody, brand, now) == []


@pytest.mark.parametrize("keeps", [True, False])
def test_the_other_records_address_is_silent_after_a_merge_and_speaks_again_after_it(
    camille: Client, boutique: Boutique, brand: Brand, maya: User, now: datetime, keeps: bool
) -> None:
    other = make_known_client(boutique, "Camile", email=LATER)
    allow_contact(other, brand)
    object_to_marketing(camille, now)
    keep, duplicate = (camille, other) if keeps else (other, camille)

    log = merge_clients(keep, duplicate, actor=maya, reason="same", at=now + timedelta(days=1))
    later = now + timedelta(days=1)
    merged = (open_purposes(keep, brand, later), open_channels([keep.pk], brand=brand, at=later))
    unmerge_clients(log, actor=maya, at=now + timedelta(days=2))

    assert merged == ([], {})
    assert open_purposes(other, brand, later) == ["marketing", "invitations"]
    assert open_purposes(camille, brand, later, "camille@mail.example") == []


def test_what_the_other_record_said_later_holds_after_a_merge(
    camille: Client, boutique: Boutique, brand: Brand, maya: User, now: datetime
) -> None:
    """A merge ends nobody's own yes; but nobody knows whose word is the person's, so what was silent stays so."""
    other = make_known_client(boutique, "Camile", email=LATER)
    object_to_marketing(camille, now)
    change_preference(
        other, brand=brand, purpose="marketing", channel="email", is_wanted=True, language="fr", origin="",
        at=now + timedelta(days=1),
    )  # fmt: skip

    merge_clients(camille, other, actor=maya, reason="same", at=now + timedelta(days=2))

    assert open_purposes(camille, brand, now + timedelta(days=2)) == []
    assert open_channels([camille.pk], brand=brand, at=now + timedelta(days=2)) == {}


def test_a_link_to_the_other_records_address_from_before_the_objection_is_followed_in_vain(
    camille: Client, boutique: Boutique, brand: Brand, maya: User, now: datetime
) -> None:
    other = make_known_client(boutique, "Camile", email=LATER)
    Purpose.objects.filter(code="marketing").update(needs_confirmation=True)
    typed = say(other, brand, now - timedelta(days=1), method="web_form", is_proven=False)
    object_to_marketing(camille, now)
    merge_clients(camille, other, actor=maya, reason="same", at=now + timedelta(hours=1))

    with pytest.raises(ConsentError, match="confirmation_superseded"):
        confirm_decision(typed, camille, origin="", at=now + timedelta(hours=2))

    assert open_purposes(camille, brand, now + timedelta(hours=2)) == []


def test_who_leaves_by_a_cut_is_as_silent(camille: Client, brand: Brand, maya: User, now: datetime) -> None:
    identify(camille, now - timedelta(days=1))
    object_to_marketing(camille, now)

    cut = cut_link(IdentityLink.objects.get(), actor=maya, at=now + timedelta(days=1))
    assert cut.parted is not None
    resolve_client(
        [IdentifierClaim("email", LATER), IdentifierClaim("email", "third@mail.example")],
        source="web", asserted_at=now, asserted_by="m-2",
    )  # fmt: skip

    assert open_purposes(cut.parted, brand, now + timedelta(days=1), "third@mail.example") == []


def test_an_identifier_that_is_given_back_is_as_silent(
    camille: Client, brand: Brand, maya: User, now: datetime
) -> None:
    identify(camille, now - timedelta(days=2))
    later = Identifier.objects.get(value=LATER)
    cut_identifier(later, actor=maya, at=now - timedelta(days=1))
    object_to_marketing(camille, now)

    give_back_identifier(later, actor=maya)

    assert open_purposes(camille, brand, now) == []


def test_staff_do_not_ask_on_the_new_address_either(camille: Client, brand: Brand, alice: User, now: datetime) -> None:
    Identifier.objects.filter(namespace="phone").delete()
    object_to_marketing(camille, now)
    ring(camille, now + timedelta(days=1))
    before = Decision.objects.count()

    with pytest.raises(ConsentError, match="withdrawal_stands"):
        ask_client(
            camille, brand=brand, purpose="marketing", channel="sms", method="boutique_tablet", actor=alice,
            origin="", language="fr", at=now + timedelta(days=2),
        )  # fmt: skip
    with pytest.raises(ConsentError, match="withdrawal_stands"):
        say(camille, brand, now + timedelta(days=2), channel="sms", contact="+33639980099", method="staff")

    assert Decision.objects.count() == before
    states = {each.channel: each.state for each in channel_states(camille, brand=brand)}
    assert (states["sms"], states["whatsapp"]) == ("no", "no")


def say(client: Client, brand: Brand, at: datetime, **facts: object) -> Decision:
    said = {"purpose": "marketing", "channel": "email", "contact": LATER, "status": "given", "method": "app", **facts}
    return record_decision(client, brand=brand, at=at, **said)  # type: ignore[arg-type]


def test_a_yes_typed_by_anybody_waits_on_the_new_address_too(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now)
    identify(camille, now + timedelta(days=1))

    typed = say(camille, brand, now + timedelta(days=2), method="web_form", is_proven=False)

    assert (typed.status, open_purposes(camille, brand, now + timedelta(days=2))) == ("pending", [])


def test_a_yes_of_before_that_is_told_later_opens_nothing(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now)
    identify(camille, now + timedelta(days=1))

    say(camille, brand, now - timedelta(days=1))

    assert open_purposes(camille, brand, now + timedelta(days=2)) == []
    assert open_channels([camille.pk], brand=brand, at=now + timedelta(days=2)) == {}


def test_her_own_yes_opens_what_she_named_and_nothing_beside_it(camille: Client, brand: Brand, now: datetime) -> None:
    object_to_marketing(camille, now)
    identify(camille, now + timedelta(days=1))

    say(camille, brand, now + timedelta(days=2))
    assert open_purposes(camille, brand, now + timedelta(days=2)) == ["marketing"]
    assert open_purposes(camille, brand, now + timedelta(days=2), "camille@mail.example") == []
    say(camille, brand, now + timedelta(days=3), purpose="invitations")

    assert open_purposes(camille, brand, now + timedelta(days=3)) == ["marketing", "invitations"]
    assert open_channels([camille.pk], brand=brand, at=now + timedelta(days=3)) == {camille.pk: ["email"]}


def test_an_objection_to_one_house_is_none_to_the_other(
    camille: Client, brand: Brand, other_brand: Brand, now: datetime
) -> None:
    object_to_marketing(camille, now, brand)

    identify(camille, now + timedelta(days=1))

    later = now + timedelta(days=1)
    assert (open_purposes(camille, brand, later), open_purposes(camille, other_brand, later)) == ([], ["invitations"])


def test_the_objection_is_one_of_the_person_in_the_ledger(camille: Client, brand: Brand, now: datetime) -> None:
    request = object_to_marketing(camille, now)

    held = CurrentDecision.objects.filter(client=camille, channel="").order_by("purpose__code")
    assert list(held.values_list("purpose__code", "decision__status", "decision__origin")) == [
        ("invitations", "withdrawn", request.reference), ("marketing", "withdrawn", request.reference),
    ]  # fmt: skip


def test_who_unsubscribed_on_one_address_is_not_invited_on_the_next(
    camille: Client, brand: Brand, now: datetime
) -> None:
    """Nobody who says stop means one of their addresses."""
    withdraw_by_link(camille, brand=brand, channel="email", at=now)

    replace_on_the_own_page(camille, now + timedelta(days=1))

    assert open_purposes(camille, brand, now + timedelta(days=1)) == []


def test_who_refused_invitations_alone_is_not_invited_on_the_next_address(
    camille: Client, brand: Brand, now: datetime
) -> None:
    say(camille, brand, now, purpose="invitations", status="refused", contact="camille@mail.example")

    identify(camille, now + timedelta(days=1))

    assert open_purposes(camille, brand, now + timedelta(days=1)) == []


def test_what_nobody_said_no_to_stays_open_on_the_next_address(camille: Client, brand: Brand, now: datetime) -> None:
    identify(camille, now)

    assert open_purposes(camille, brand, now) == ["invitations"]
