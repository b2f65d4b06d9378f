"""Two records of one person become one client."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from clienteling.models import Note, Task, Visit
from consent.models import AccessEntry
from crm.actions.merge import follow_stragglers, merge_clients
from crm.actions.segments import enter_segment
from crm.identity.choose import canonical_of
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
from journeys.models import CapRule, CapUse, Enrolment, Journey, Send
from tests.crm.merging.picture import FOLLOWING, picture_of
from tests.factories import add_identifier, make_client, make_interaction, make_product, make_purchase

pytestmark = pytest.mark.django_db

# Ledgers and logs stay as they were written; the pointers to what holds are judged anew; who may be whom was asked of
# two records, and is asked again of what changed.
STAYING = {
    "consent.AccessAlert", "consent.AccessEntry", "consent.CurrentDecision", "consent.Decision", "consent.Erasure",
    "consent.LastTouch",
    "consent.Protection", "consent.Residence", "consent.SensitiveWithdrawal", "consent.SubjectRequest",
    "consent.Transfer",
    "crm.Client", "crm.DuplicateSignature", "crm.DuplicateProposal", "crm.DuplicateWork", "crm.IdentityCut",
    "crm.MergeLog",
    "consent.RetentionHold", "consent.RetentionCandidate",
}  # fmt: skip


def test_every_table_of_a_client_follows_or_says_why_not() -> None:
    pointing = {
        field.model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Client
    }

    assert pointing - STAYING == {model._meta.label for model in FOLLOWING}


def test_both_public_ids_mean_the_one_who_remains(camille: Client, double: Client, maya: User, now: datetime) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same telephone", at=now)

    assert (Client.objects.by_uid(camille.uid), Client.objects.by_uid(double.uid.lower())) == (camille, camille)
    assert (log.keep, log.duplicate, log.actor, log.reason, log.at) == (camille, double, maya, "same telephone", now)
    assert list(Client.objects.live()) == [camille]


def test_identifiers_and_rows_go_to_the_one_who_remains(
    camille: Client, double: Client, maya: User, other_boutique: Boutique, source: Source, now: datetime
) -> None:
    purchase = make_purchase(double, other_boutique, at=now)
    event = make_interaction(source, client=double, at=now)
    note = Note.objects.create(client=double, author=maya, text="tea")

    merge_clients(camille, double, actor=maya, reason="same person", at=now)

    for row in (purchase, event, note):
        row.refresh_from_db()
    assert [purchase.client, event.client, note.client] == [camille, camille, camille]
    assert sorted(camille.contact_points("email")) == ["camille.l@office.example", "camille@mail.example"]
    assert resolve_client([IdentifierClaim("loyalty", "L2")], source="till", asserted_at=now) == camille
    assert set(Relationship.objects.filter(client=camille).values_list("boutique__code", flat=True)) == {
        "paris-saint-honore",
        "milano-montenapoleone",
    }


def test_the_boutiques_of_both_see_the_one(
    camille: Client, double: Client, alice: User, charlie: User, maya: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same person", at=now)

    assert [list(Client.objects.visible_to(user)) for user in (alice, charlie)] == [[camille], [camille]]


def test_a_merge_is_an_edge_of_the_graph(camille: Client, double: Client, maya: User, now: datetime) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same person", at=now)

    link = IdentityLink.objects.select_related("a", "b").get()
    assert {link.a.value, link.b.value} == {"camille@mail.example", "L2"}
    assert (link.source, link.asserted_by) == ("merge", f"merge:{log.pk}")


def test_chosen_values_win_and_gaps_are_filled(camille: Client, double: Client, maya: User, now: datetime) -> None:
    merge_clients(camille, double, actor=maya, reason="same", choices={"language": "duplicate"}, at=now)

    camille.refresh_from_db()
    assert (camille.given_name, camille.language, camille.city) == ("Camille", "it", "Milano")


def test_an_unknown_choice_is_refused_and_changes_nothing(camille: Client, double: Client, maya: User) -> None:
    before = picture_of(camille, double)

    for choices in ({"uid": "keep"}, {"city": "both"}):
        with pytest.raises(MergeError, match="choice_unknown"):
            merge_clients(camille, double, actor=maya, reason="same", choices=choices)

    assert picture_of(camille, double) == before
    assert MergeLog.objects.count() == 0


def test_a_second_loyalty_number_keeps_its_record_and_means_the_same_person(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    add_identifier(camille, "loyalty", "L1")

    merge_clients(camille, double, actor=maya, reason="two cards", at=now)

    second = Identifier.objects.get(value="L2")
    assert (second.client, canonical_of(second.client)) == (double, camille)
    assert resolve_client([IdentifierClaim("loyalty", "L2")], source="till", asserted_at=now) == camille


def test_a_rule_never_joins_two_loyalty_numbers(camille: Client, double: Client) -> None:
    add_identifier(camille, "loyalty", "L1")
    before = picture_of(camille, double)

    with pytest.raises(MergeError, match="single_namespace_conflict"):
        merge_clients(camille, double, actor=None, reason="same name")

    assert picture_of(camille, double) == before


def test_addresses_beyond_the_maximum_stay_behind_and_still_find_her(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    for number in range(4):
        add_identifier(camille, "email", f"a{number}@mail.example")

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert len(camille.contact_points("email")) == 5
    claims = [IdentifierClaim("email", "camille.l@office.example")]
    assert resolve_client(claims, source="form", asserted_at=now) == camille


def test_a_place_known_to_both_keeps_one_row_with_the_earlier_beginning(
    camille: Client, boutique: Boutique, brand: Brand, alice: User, maya: User, now: datetime
) -> None:
    twin = make_client("Camille")
    Relationship.objects.create(client=twin, brand=brand, boutique=boutique, tier="Prive", since="2020-01-01T00:00Z")

    merge_clients(camille, twin, actor=maya, reason="same", at=now)

    row = Relationship.objects.get(client=camille)
    assert (row.since.year, row.tier, row.advisor) == (2020, "Prive", alice)


def test_one_run_of_a_journey_remains_the_older(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    older, younger = enrol(double, brand, now), enrol(camille, brand, now)
    Enrolment.objects.filter(pk=older.pk).update(created_at=now - timedelta(days=9))
    waiting = queue(younger, now)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    for row in (older, younger, waiting):
        row.refresh_from_db()
    assert (older.client, older.status) == (camille, "live")
    assert (younger.status, younger.ended_reason, younger.ended_at) == ("ended", "merged", now)
    assert (waiting.status, waiting.reason) == ("refused", "merged")


def test_two_wishes_for_one_piece_are_one_wish(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    variant = make_product(brand).variants.get()
    wishes = [StockAlert.objects.create(client=each, brand=brand, variant=variant) for each in (camille, double)]
    runs = [enrol(wish.client, brand, now, key=f"alert:{wish.pk}", context={"variant": variant.pk}) for wish in wishes]

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert [StockAlert.objects.get(pk=wish.pk).status for wish in wishes] == ["waiting", "ended"]
    assert [Enrolment.objects.get(pk=run.pk).status for run in runs] == ["live", "ended"]


def test_what_was_used_of_a_cap_adds_up_to_its_maximum_at_most(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    rule, _ = CapRule.objects.get_or_create(brand=brand, days=30, defaults={"maximum": 4})
    for client, window, used in ((camille, 1, 1), (double, 1, 2), (camille, 2, 3), (double, 2, 3), (double, 3, 1)):
        CapUse.objects.create(rule=rule, client=client, window=window, used=used, maximum=4)

    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    follow_stragglers(log)

    assert list(CapUse.objects.filter(client=camille).order_by("window").values_list("used", flat=True)) == [3, 4, 1]


def test_who_is_in_the_boutique_twice_is_there_once(
    camille: Client, double: Client, boutique: Boutique, maya: User, now: datetime
) -> None:
    for client, minutes in ((camille, 5), (double, 50)):
        Visit.objects.create(
            client=client, boutique=boutique, method="advisor", arrived_at=now - timedelta(minutes=minutes)
        )

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    present = Visit.objects.get(left_at=None)
    assert (present.client, present.arrived_at) == (camille, now - timedelta(minutes=50))


def test_segments_of_both_are_hers_each_once(
    camille: Client, double: Client, brand: Brand, maya: User, now: datetime
) -> None:
    gift, prive = (Segment.objects.create(brand=brand, code=code, name=code) for code in ("gift", "prive"))
    for client, segment in ((camille, gift), (double, gift), (double, prive)):
        enter_segment(segment, client, reason="test", at=now)

    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert set(camille.segment_memberships.values_list("segment__code", flat=True)) == {"gift", "prive"}


def test_the_only_account_follows_and_of_two_each_stays(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    account = CustomerAccount.objects.create(client=double, email="camille.l@office.example")
    third = make_client("Camilla")
    other = CustomerAccount.objects.create(client=third, email="c@mail.example")

    merge_clients(camille, double, actor=maya, reason="same", at=now)
    merge_clients(camille, third, actor=maya, reason="same", at=now)

    account.refresh_from_db()
    other.refresh_from_db()
    assert (account.client, other.client, canonical_of(other.client)) == (camille, third, camille)


def test_a_chain_points_at_its_end(camille: Client, double: Client, maya: User, now: datetime) -> None:
    first = make_client("C.")
    add_identifier(first, "card", "C1")

    merge_clients(double, first, actor=maya, reason="same", at=now)
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    assert [Client.objects.get(pk=each.pk).canonical for each in (first, double)] == [camille, camille]
    assert resolve_client([IdentifierClaim("card", "C1")], source="till", asserted_at=now) == camille


def test_nobody_is_merged_twice_nor_into_a_duplicate(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    third = make_client("Camilla")
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    before = picture_of(camille, double, third)

    for keep, duplicate, code in (
        (camille, camille, "same_client"),
        (camille, double, "already_merged"),
        (double, camille, "already_merged"),
        (double, third, "client_not_live"),
        (third, double, "client_not_live"),
    ):
        with pytest.raises(MergeError, match=code):
            merge_clients(keep, duplicate, actor=maya, reason="same", at=now)

    assert picture_of(camille, double, third) == before
    assert MergeLog.objects.count() == 1


def test_the_database_holds_one_merge_of_a_duplicate(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    with pytest.raises(IntegrityError, match="a_client_is_merged_into_one_other"), transaction.atomic():
        MergeLog.objects.create(keep=make_client("Other"), duplicate=double, reason="again", at=now)

    assert MergeLog.objects.count() == 1


def test_a_merge_is_written_down_for_both(camille: Client, double: Client, maya: User, now: datetime) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)

    entries = AccessEntry.objects.order_by("pk").values_list("client", "user", "action", "why")
    assert list(entries) == [(each.pk, maya.pk, "changed", f"merge {log.pk}") for each in (camille, double)]


def test_what_reached_the_duplicate_meanwhile_is_fetched(
    camille: Client, double: Client, boutique: Boutique, maya: User, now: datetime
) -> None:
    log = merge_clients(camille, double, actor=maya, reason="same", at=now)
    task = Task.objects.create(client=double, boutique=boutique, text="Call", due_on=now.date())

    follow_stragglers(log)

    task.refresh_from_db()
    assert task.client == camille


def test_a_later_call_finds_the_one_by_either_address(
    camille: Client, double: Client, maya: User, now: datetime, later: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    claims = [IdentifierClaim("email", "camille.l@office.example"), IdentifierClaim("phone", "+33639980009")]
    found = resolve_client(claims, source="till", asserted_at=later)

    assert found == camille
    assert sorted(camille.contact_points("phone")) == ["+33639980001", "+33639980009"]


def enrol(
    client: Client, brand: Brand, now: datetime, *, key: str = "", context: dict[str, int] | None = None
) -> Enrolment:
    journey = Journey.objects.get(brand=brand, code="still-unavailable" if key else "second-purchase")
    version = journey.versions.get()
    return Enrolment.objects.create(
        journey=journey, version=version, client=client, entry_key=key, context=context or {},
        node=version.graph["entry"], due_at=now + timedelta(days=1),
    )  # fmt: skip


def queue(run: Enrolment, now: datetime) -> Send:
    return Send.objects.create(
        enrolment=run, node="first", visit=1, channel="email", client=run.client, brand=run.journey.brand,
        purpose="marketing", template="second-purchase-1", language="en", due_at=now, expires_at=now,
    )  # fmt: skip
