"""Two clients again, as they were; what came since goes to whom it belongs."""

from datetime import datetime, timedelta

import pytest

from clienteling.models import Contact, Note, Task, Visit
from consent.actions.quieten import pause_marketing
from consent.models import ContactPreference
from crm.actions.clients import update_client
from crm.actions.cut import cut_identifier, give_back_identifier
from crm.actions.cut_link import cut_link, undo_cut
from crm.actions.merge import follow_stragglers, merge_clients, unmerge_clients
from crm.actions.segments import enter_segment
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.merging.errors import MergeError
from crm.models import (
    Boutique,
    Brand,
    Client,
    CustomerAccount,
    Identifier,
    IdentityLink,
    MergeLog,
    Relationship,
    Segment,
    Source,
    StockAlert,
    User,
)
from journeys.actions.caps import reserve_caps
from journeys.models import CapRule, CapUse, Enrolment
from tests.crm.merging.picture import picture_of
from tests.crm.merging.test_merge import enrol, queue
from tests.factories import add_identifier, allow_contact, make_client, make_interaction, make_product, make_purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(
    camille: Client, double: Client, brand: Brand, boutique: Boutique, source: Source, alice: User, now: datetime
) -> None:
    """Both bought, visited, wished, were written to and spoken with, in the same places."""
    variant = make_product(brand).variants.get()
    rule, _ = CapRule.objects.get_or_create(brand=brand, days=30, defaults={"maximum": 4})
    segment = Segment.objects.create(brand=brand, code="gift", name="Gift")
    Relationship.objects.create(client=double, brand=brand, boutique=boutique, since=now - timedelta(days=2_000))
    for number, client in enumerate((camille, double), 1):
        add_identifier(client, "anonymous", f"device-{number}")
        add_identifier(client, "crm", f"AURELLE:{number}")
        make_purchase(client, boutique, at=now)
        make_interaction(source, client=client, anonymous_id=f"device-{number}", at=now)
        allow_contact(client, brand)
        enter_segment(segment, client, reason="test", at=now)
        StockAlert.objects.create(client=client, brand=brand, variant=variant)
        queue(enrol(client, brand, now), now)
        CapUse.objects.create(rule=rule, client=client, window=1, used=3, maximum=4)
        CustomerAccount.objects.create(client=client, email=client.contact_point("email") or "")
        Visit.objects.create(client=client, boutique=boutique, method="advisor", arrived_at=now)
        Note.objects.create(client=client, author=alice, text="tea")
        Contact.objects.create(client=client, advisor=alice, channel="phone", at=now)
        Task.objects.create(client=client, boutique=boutique, text="Call", due_on=now.date())


@pytest.mark.usefixtures("lives")
def test_both_are_as_they_were(camille: Client, double: Client, maya: User, now: datetime, later: datetime) -> None:
    before = picture_of(camille, double)

    log = merge_clients(camille, double, actor=maya, reason="same", choices={"city": "duplicate"}, at=now)
    follow_stragglers(log)
    merged = picture_of(camille, double)
    undone = unmerge_clients(log, actor=maya, at=later)

    assert merged != before
    assert picture_of(camille, double) == before
    assert (undone.undone_at, undone.undone_by) == (later, maya)
    assert not IdentityLink.objects.filter(source="merge", retracted_at=None).exists()
    assert {Client.objects.by_uid(each.uid) for each in (camille, double)} == {camille, double}


@pytest.mark.usefixtures("lives")
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_merges_of_one_survivor_are_undone_in_any_order(
    camille: Client, double: Client, brand: Brand, boutique: Boutique, maya: User, now: datetime, order: tuple[int, int]
) -> None:
    third = make_client("Camilla", city="Lyon")
    Relationship.objects.create(client=third, brand=brand, boutique=boutique, since=now - timedelta(days=3_000))
    before = picture_of(camille, double, third)
    logs = [merge_clients(camille, each, actor=maya, reason="same", at=now) for each in (double, third)]

    for number in order:
        unmerge_clients(logs[number], actor=maya, at=now)

    assert picture_of(camille, double, third) == before


@pytest.mark.usefixtures("lives")
def test_a_chain_is_undone_from_its_end(camille: Client, double: Client, maya: User, now: datetime) -> None:
    third = make_client("Camilla")
    add_identifier(third, "card", "C1")
    before = picture_of(camille, double, third)
    first = merge_clients(double, third, actor=maya, reason="same", at=now)
    second = merge_clients(camille, double, actor=maya, reason="same", at=now)
    together = picture_of(camille, double, third)

    with pytest.raises(MergeError, match="undo_later_first"):
        unmerge_clients(first, actor=maya, at=now)
    assert picture_of(camille, double, third) == together

    unmerge_clients(second, actor=maya, at=now)
    unmerge_clients(first, actor=maya, at=now)
    assert picture_of(camille, double, third) == before


def test_nothing_is_undone_twice(camille: Client, double: Client, maya: User, now: datetime, later: datetime) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    unmerge_clients(log, actor=maya, at=later)

    with pytest.raises(MergeError, match="already_undone"):
        unmerge_clients(log, actor=maya, at=later + timedelta(hours=1))

    assert MergeLog.objects.get().undone_at == later


def test_a_value_written_since_stays(camille: Client, double: Client, maya: User, now: datetime) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    camille.refresh_from_db()
    update_client(camille, city="Nice")

    unmerge_clients(log, actor=maya, at=now)

    camille.refresh_from_db()
    assert camille.city == "Nice"


def test_an_address_learnt_since_goes_with_those_it_was_seen_with(
    camille: Client, double: Client, maya: User, now: datetime, later: datetime
) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    for known, phone in (("camille.l@office.example", "+33639980007"), ("camille@mail.example", "+33639980008")):
        claims = [IdentifierClaim("email", known), IdentifierClaim("phone", phone)]
        resolve_client(claims, source="till", asserted_at=now + timedelta(hours=1))

    unmerge_clients(log, actor=maya, at=later)

    assert double.contact_points("phone") == ["+33639980007"]
    assert sorted(camille.contact_points("phone")) == ["+33639980001", "+33639980008"]


def test_what_a_device_did_since_goes_with_the_device(
    camille: Client, double: Client, source: Source, maya: User, now: datetime, later: datetime
) -> None:
    add_identifier(double, "anonymous", "device-2")
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    hers = make_interaction(source, client=camille, anonymous_id="device-2", at=now + timedelta(minutes=5))
    mine = make_interaction(source, client=camille, anonymous_id="device-1", at=now + timedelta(minutes=5))

    unmerge_clients(log, actor=maya, at=later)

    for event in (hers, mine):
        event.refresh_from_db()
    assert (hers.client, mine.client) == (double, camille)


def test_a_call_that_named_both_since_no_longer_ties_them(
    camille: Client, double: Client, maya: User, now: datetime, later: datetime
) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    claims = [IdentifierClaim("email", each) for each in ("camille.l@office.example", "camille@mail.example")]
    resolve_client(claims, source="till", asserted_at=now + timedelta(hours=1))

    unmerge_clients(log, actor=maya, at=later)

    assert not IdentityLink.objects.filter(retracted_at=None).exists()
    assert set(Identifier.objects.filter(namespace="email").values_list("client", "value")) == {
        (camille.pk, "camille@mail.example"),
        (double.pk, "camille.l@office.example"),
    }


def test_messages_counted_since_stay_counted(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    rule, _ = CapRule.objects.get_or_create(brand=brand, days=30, defaults={"maximum": 4})
    for client in (camille, double):
        CapUse.objects.create(rule=rule, client=client, window=1, used=1, maximum=4)
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    CapUse.objects.filter(client=camille).update(used=3)

    unmerge_clients(log, actor=maya, at=now)

    assert [CapUse.objects.get(client=each).used for each in (camille, double)] == [2, 1]


def test_a_run_that_began_since_is_not_doubled(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    enrol(double, brand, now)
    younger = enrol(camille, brand, now)
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    Enrolment.objects.filter(client=camille, status="live").update(status="ended", ended_reason="over")
    newest = enrol(camille, brand, now)

    unmerge_clients(log, actor=maya, at=now)

    live = Enrolment.objects.filter(client=camille, status="live")
    assert (list(live), Enrolment.objects.get(pk=younger.pk).ended_reason) == ([newest], "merged")


def test_a_separated_pair_may_be_merged_again(camille: Client, double: Client, maya: User, now: datetime) -> None:
    unmerge_clients(merge_clients(camille, double, actor=maya, reason="same", at=now), actor=maya, at=now)

    merge_clients(double, camille, actor=maya, reason="after all", at=now)

    assert Client.objects.by_uid(camille.uid) == double


def test_an_identifier_given_back_is_not_tied_to_whom_it_was_parted_from(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    tie = IdentityLink.objects.get(source="merge")
    hers = Identifier.objects.get(value="camille@mail.example")
    assert hers.pk in (tie.a_id, tie.b_id)
    cut_identifier(hers, actor=maya, at=now + timedelta(hours=1))

    unmerge_clients(log, actor=maya, at=now + timedelta(hours=2))
    give_back_identifier(hers, actor=maya)

    tie.refresh_from_db()
    assert (hers.client, tie.retracted_at) == (camille, now + timedelta(hours=1))


def test_a_cut_undone_after_the_parting_ties_nobody(camille: Client, double: Client, maya: User, now: datetime) -> None:
    add_identifier(double, "anonymous", "device-2")
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    seen = [IdentifierClaim("email", "camille@mail.example"), IdentifierClaim("anonymous", "device-2")]
    resolve_client(seen, source="web", asserted_at=now)
    device = Identifier.objects.get(value="device-2")
    link = IdentityLink.objects.get(a__value="camille@mail.example", b=device)
    cut = cut_link(link, actor=maya, at=now + timedelta(hours=1), leaving=device.pk)

    unmerge_clients(log, actor=maya, at=now + timedelta(hours=2))
    undo_cut(cut, actor=maya, at=now + timedelta(hours=3))

    device.refresh_from_db()
    link.refresh_from_db()
    assert (device.client, device.retracted_at, link.retracted_at) == (double, None, now + timedelta(hours=1))


def test_what_was_sent_while_they_were_one_is_not_given_back_to_the_other(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    CapRule.objects.filter(brand=brand).update(maximum=2)
    reserve_caps(client_id=double.pk, brand_id=brand.pk, at=now)
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    assert reserve_caps(client_id=camille.pk, brand_id=brand.pk, at=now)

    unmerge_clients(log, actor=maya, at=now)

    assert dict(CapUse.objects.values_list("client", "used")) == {camille.pk: 1, double.pk: 1}


def test_silence_asked_for_while_they_were_one_holds_for_both(
    camille: Client, double: Client, brand: Brand, other_brand: Brand, maya: User, now: datetime
) -> None:
    pause_marketing(double, brand=other_brand, days=9, at=now - timedelta(days=1))
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    until = pause_marketing(camille, brand=brand, days=30, at=now + timedelta(hours=1))

    unmerge_clients(log, actor=maya, at=now + timedelta(hours=2))

    held = ContactPreference.objects.values_list("client", "brand", "paused_until")
    assert set(held) == {
        (camille.pk, brand.pk, until),
        (double.pk, brand.pk, until),
        (double.pk, other_brand.pk, now + timedelta(days=8)),
    }
