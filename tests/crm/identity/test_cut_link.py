"""One link is cut: what nothing else ties to the client leaves, and comes back when that was wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from consent.actions.decide import record_decision
from consent.actions.protect import protect_client, protections_of
from consent.actions.quieten import pause_marketing
from consent.actions.residence import set_residence
from consent.actions.restrict import restrict_client
from consent.models import AccessEntry, ContactPreference
from consent.queries.permission import may_contact
from consent.queries.restriction import is_restricted
from consent.residency.homes import region_of_client
from crm.actions.cut_link import cut_link, undo_cut
from crm.actions.merge import merge_clients
from crm.identity.choose import canonical_of
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.resolve import resolve_client
from crm.models import Boutique, Brand, Client, Identifier, IdentityCut, IdentityLink, Interaction, Source, User
from tests.factories import make_client, make_interaction, make_purchase

pytestmark = pytest.mark.django_db
Say = Callable[..., Client]


@pytest.fixture
def say(now: datetime) -> Say:
    def resolve(*claims: str) -> Client:
        pairs = [IdentifierClaim(*claim.split(":", 1)) for claim in claims]
        client = resolve_client(pairs, source="till-7", asserted_at=now, asserted_by="msg-1")
        assert client is not None
        return client

    return resolve


@pytest.fixture
def eve_among_hers(camille: Client, say: Say) -> IdentityLink:
    """The till typed Eve's address beside Camille's; Eve's card and browser came with it."""
    say("email:camille@mail.example", "email:eve@mail.example")
    say("card:E1", "email:eve@mail.example", "anonymous:eves-browser")
    return IdentityLink.objects.get(a__value="camille@mail.example", b__value="eve@mail.example")


def values(client: Client | None) -> list[str]:
    held = Identifier.objects.filter(client=client, retracted_at=None)
    return sorted(held.values_list("value", flat=True))


def test_what_nothing_else_ties_to_her_leaves_to_a_record_of_its_own(
    camille: Client, maya: User, alice: User, source: Source, boutique: Boutique, eve_among_hers: IdentityLink,
    now: datetime,
) -> None:  # fmt: skip
    hers = make_purchase(camille, boutique, at=now)
    eves = make_interaction(source, client=camille, anonymous_id="eves-browser", at=now)

    cut = cut_link(eve_among_hers, actor=maya, at=now + timedelta(hours=1), reason="typed wrongly")

    assert cut.parted is not None
    assert values(cut.parted) == ["E1", "eve@mail.example", "eves-browser"]
    assert values(camille) == ["+33639980001", "camille@mail.example"]
    assert Interaction.objects.get(pk=eves.pk).client == cut.parted
    hers.refresh_from_db()
    assert hers.client == camille
    assert set(Client.objects.visible_to(alice)) == {camille, cut.parted}
    said = AccessEntry.objects.order_by("pk").values_list("user", "client", "action", "why")
    assert list(said) == [(maya.pk, each.pk, "changed", str(cut)) for each in (camille, cut.parted)]


def test_the_side_that_leaves_may_be_chosen(
    camille: Client, maya: User, eve_among_hers: IdentityLink, now: datetime
) -> None:
    cut = cut_link(eve_among_hers, actor=maya, at=now, leaving=eve_among_hers.a_id)

    assert values(cut.parted) == ["camille@mail.example"]
    assert values(camille) == ["+33639980001", "E1", "eve@mail.example", "eves-browser"]


def test_a_cut_holds_when_the_same_is_said_again(camille: Client, maya: User, say: Say, eve_among_hers: IdentityLink,
                                                 now: datetime) -> None:  # fmt: skip
    cut = cut_link(eve_among_hers, actor=maya, at=now)

    found = say("email:camille@mail.example", "email:eve@mail.example")

    assert found == camille
    assert values(cut.parted) == ["E1", "eve@mail.example", "eves-browser"]


def test_what_other_links_tie_stays(camille: Client, maya: User, say: Say, now: datetime) -> None:
    say("email:camille@mail.example", "phone:+33639980001")
    say("phone:+33639980001", "line:hers", "email:camille@mail.example")
    say("email:camille@mail.example", "line:hers")
    before = values(camille)
    link = IdentityLink.objects.get(a__value="camille@mail.example", b__value="+33639980001")
    IdentityLink.objects.get_or_create(
        a=Identifier.objects.get(value="+33639980001"), b=Identifier.objects.get(value="hers"),
        retracted_at=None, defaults={"source": "till-7", "asserted_at": now},
    )  # fmt: skip

    cut = cut_link(link, actor=maya, at=now)

    assert (cut.parted, cut.identifiers, values(camille)) == (None, [], before)
    assert IdentityLink.objects.get(pk=link.pk).retracted_at == now


def test_a_device_alone_falls_off_until_it_is_seen_again(camille: Client, maya: User, say: Say, now: datetime) -> None:
    say("email:camille@mail.example", "anonymous:browser")
    link = IdentityLink.objects.get()

    cut = cut_link(link, actor=maya, at=now)

    browser = Identifier.objects.get(value="browser")
    assert (cut.parted, cut.identifiers) == (None, [browser.pk])
    assert (browser.retracted_at, browser.retracted_because) == (now, "parted")
    say("email:camille@mail.example", "anonymous:browser")
    assert values(camille) == ["+33639980001", "browser", "camille@mail.example"]


def test_undoing_gives_back_what_was_there_with_what_came_since(
    camille: Client, maya: User, say: Say, boutique: Boutique, eve_among_hers: IdentityLink, now: datetime
) -> None:
    before = values(camille)
    cut = cut_link(eve_among_hers, actor=maya, at=now)
    assert cut.parted is not None
    bought = make_purchase(cut.parted, boutique, at=now)
    say("card:E1", "line:eve")

    undo_cut(cut, actor=maya, at=now + timedelta(days=1))

    bought.refresh_from_db()
    eve_among_hers.refresh_from_db()
    assert values(camille) == sorted([*before, "eve"])
    assert (bought.client, canonical_of(Client.objects.get(pk=cut.parted.pk))) == (camille, camille)
    assert (eve_among_hers.retracted_at, cut.undone_by) == (None, maya)


def test_undoing_brings_a_device_back_unless_somebody_else_has_it(
    camille: Client, maya: User, say: Say, now: datetime
) -> None:
    say("email:camille@mail.example", "anonymous:browser")
    first = cut_link(IdentityLink.objects.get(), actor=maya, at=now)
    undo_cut(first, actor=maya, at=now)
    back = values(camille)
    second = cut_link(IdentityLink.objects.get(retracted_at=None), actor=maya, at=now)
    eve = say("email:eve@mail.example", "anonymous:browser")

    undo_cut(second, actor=maya, at=now)

    assert back == ["+33639980001", "browser", "camille@mail.example"]
    assert values(camille) == ["+33639980001", "camille@mail.example"]
    assert values(eve) == ["browser", "eve@mail.example"]


def test_nothing_is_cut_or_undone_twice(camille: Client, maya: User, eve_among_hers: IdentityLink,
                                        now: datetime) -> None:  # fmt: skip
    cut = cut_link(eve_among_hers, actor=maya, at=now)
    with pytest.raises(IdentityError, match="already_cut"):
        cut_link(eve_among_hers, actor=maya, at=now)
    undo_cut(cut, actor=maya, at=now)

    with pytest.raises(IdentityError, match="already_undone"):
        undo_cut(cut, actor=maya, at=now)

    assert IdentityCut.objects.count() == 1


def test_the_link_of_a_merge_is_undone_rather_than_cut(camille: Client, maya: User, now: datetime) -> None:
    eve = make_client("Eve")
    Identifier.objects.create(client=eve, namespace="card", value="E1", source="till", asserted_at=now)
    merge_clients(camille, eve, actor=maya, reason="same", at=now)

    with pytest.raises(IdentityError, match="link_is_a_merge"):
        cut_link(IdentityLink.objects.get(), actor=maya, at=now)

    assert IdentityCut.objects.count() == 0


def test_two_peoples_numbers_do_not_leave_as_one_person(camille: Client, maya: User, say: Say, now: datetime) -> None:
    eve = say("crm:AURELLE:2", "card:E2")
    say("email:camille@mail.example", "card:E1")
    say("card:E1", "crm:AURELLE:1")
    merge_clients(camille, eve, actor=maya, reason="same", at=now)
    say("card:E1", "card:E2")
    link = IdentityLink.objects.get(a__value="camille@mail.example", b__value="E1")
    before = values(camille)

    with pytest.raises(IdentityError, match="two_people_leave"):
        cut_link(link, actor=maya, at=now, leaving=link.b_id)

    link.refresh_from_db()
    assert (link.retracted_at, values(camille), IdentityCut.objects.count()) == (None, before, 0)


@pytest.mark.parametrize("status", ["given", "withdrawn"])
def test_what_was_decided_on_an_address_goes_with_it_and_never_widens(
    camille: Client, maya: User, brand: Brand, eve_among_hers: IdentityLink, now: datetime, status: str
) -> None:
    record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact="eve@mail.example", status=status,
        method="web_form", at=now,
    )  # fmt: skip
    record_decision(
        camille, brand=brand, purpose="marketing", channel="email", contact="camille@mail.example", status="given",
        method="web_form", at=now,
    )  # fmt: skip

    cut = cut_link(eve_among_hers, actor=maya, at=now + timedelta(hours=1))

    assert cut.parted is not None
    allowed = may_contact(cut.parted, purpose="marketing", channel="email", brand=brand, at=now + timedelta(hours=2))
    assert allowed.is_allowed == (status == "given")


def test_who_asked_for_silence_has_it_under_either_name(
    camille: Client, maya: User, brand: Brand, eve_among_hers: IdentityLink, now: datetime
) -> None:
    until = pause_marketing(camille, brand=brand, days=30, at=now)

    cut = cut_link(eve_among_hers, actor=maya, at=now + timedelta(hours=1))

    held = ContactPreference.objects.values_list("client", "paused_until")
    assert cut.parted is not None
    assert dict(held) == {camille.pk: until, cut.parted.pk: until}


def test_whoever_is_shielded_is_so_under_either_name(
    camille: Client, maya: User, petra: User, eve_among_hers: IdentityLink, now: datetime
) -> None:
    restrict_client(camille, reason="contested", actor=petra, at=now)
    protect_client(camille, kind="famous", because="Known from the theatre", actor=petra, at=now)

    cut = cut_link(eve_among_hers, actor=maya, at=now + timedelta(hours=1))

    assert cut.parted is not None
    assert [is_restricted(each) for each in (camille, cut.parted)] == [True, True]
    assert [protections_of(each.pk).count() for each in (camille, cut.parted)] == [1, 1]


@pytest.mark.parametrize("region", ["cn", "jp"])
def test_whoever_lives_elsewhere_does_so_under_either_name(
    camille: Client, maya: User, petra: User, eve_among_hers: IdentityLink, now: datetime, region: str
) -> None:
    set_residence(camille, region=region, because="A letter", actor=petra, at=now)

    cut = cut_link(eve_among_hers, actor=maya, at=now + timedelta(hours=1))

    assert cut.parted is not None
    assert [region_of_client(each.pk) for each in (camille, cut.parted)] == [region, region]
