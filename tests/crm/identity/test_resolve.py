"""One client for what a call claims; never two people fused."""

from datetime import datetime, timedelta

import pytest

from crm.identity.errors import IdentityError
from crm.identity.resolve import IdentifierClaim, resolve_client
from crm.models import Client, Identifier, IdentityLink, Interaction, Source
from tests.factories import add_identifier, make_client, make_interaction, make_source

pytestmark = pytest.mark.django_db


def claim(namespace: str, value: str) -> IdentifierClaim:
    return IdentifierClaim(namespace, value)


def live(client: Client) -> list[tuple[str, str]]:
    held = Identifier.objects.filter(client=client, retracted_at=None)
    return sorted(held.values_list("namespace", "value"))


def test_a_new_address_makes_a_client_and_the_same_again_finds_them(now: datetime) -> None:
    first = resolve_client([claim("email", "Camille@Mail.Example")], source="form", asserted_at=now)
    again = resolve_client([claim("email", "camille@mail.example")], source="till", asserted_at=now)

    assert first == again
    assert first is not None
    assert (Client.objects.count(), first.source) == (1, "form")
    assert live(first) == [("email", "camille@mail.example")]


def test_new_claims_join_the_client_with_a_link_that_says_where_it_came_from(now: datetime) -> None:
    camille = resolve_client([claim("email", "camille@mail.example")], source="form", asserted_at=now)
    both = [claim("phone", "+33639980001"), claim("email", "camille@mail.example")]
    found = resolve_client(both, source="till", asserted_at=now, asserted_by="msg-1")

    link = IdentityLink.objects.select_related("a", "b").get()
    assert found == camille
    assert {(link.a.namespace, link.b.namespace)} == {("email", "phone")}
    assert (link.source, link.asserted_by, link.asserted_at) == ("till", "msg-1", now)


def test_the_client_is_found_by_every_word_that_was_learnt(now: datetime) -> None:
    camille = resolve_client([claim("email", "camille@mail.example")], source="form", asserted_at=now)

    assert camille is not None
    assert camille.search_text.split()[-2:] == ["camille@mail.example", "camille"]


def test_nobody_is_made_when_none_may_be(now: datetime) -> None:
    found = resolve_client([claim("email", "camille@mail.example")], source="form", asserted_at=now, create=False)

    assert found is None
    assert (Client.objects.count(), Identifier.objects.count()) == (0, 0)


def test_a_device_alone_makes_nobody(now: datetime) -> None:
    assert resolve_client([claim("anonymous", "visitor-1")], source="web", asserted_at=now) is None
    assert Client.objects.count() == 0


def test_placeholders_join_nobody(now: datetime) -> None:
    for address in ("a@mail.example", "b@mail.example"):
        resolve_client(
            [claim("email", address), claim("anonymous", "null"), claim("loyalty", "N/A")],
            source="web",
            asserted_at=now,
        )

    assert Client.objects.count() == 2
    assert set(Identifier.objects.values_list("namespace", flat=True)) == {"email"}


def test_an_address_that_is_none_is_refused_and_nothing_is_kept(now: datetime) -> None:
    with pytest.raises(IdentityError):
        resolve_client([claim("loyalty", "L1"), claim("email", "not an address")], source="web", asserted_at=now)

    assert (Client.objects.count(), Identifier.objects.count()) == (0, 0)


def test_two_people_who_share_an_address_are_told_apart_by_their_loyalty_numbers(now: datetime) -> None:
    shared = claim("email", "home@mail.example")
    one = resolve_client([claim("loyalty", "L1"), shared], source="till", asserted_at=now)
    two = resolve_client([claim("loyalty", "L2"), shared], source="till", asserted_at=now)
    two_again = resolve_client([claim("loyalty", "L2"), shared], source="till", asserted_at=now)

    assert one is not None and two is not None
    assert one != two
    assert two == two_again
    assert live(one) == [("email", "home@mail.example"), ("loyalty", "L1")]
    assert live(two) == [("loyalty", "L2")]


def test_claims_of_two_known_people_fuse_nobody_and_the_most_believed_is_meant(now: datetime) -> None:
    one = resolve_client([claim("email", "one@mail.example")], source="form", asserted_at=now)
    two = resolve_client([claim("phone", "+33639980002")], source="till", asserted_at=now)

    found = resolve_client(
        [claim("phone", "+33639980002"), claim("email", "one@mail.example")], source="web", asserted_at=now
    )

    assert one is not None and two is not None
    assert found == one
    assert live(one) == [("email", "one@mail.example")]
    assert live(two) == [("phone", "+33639980002")]
    assert IdentityLink.objects.count() == 0


def test_a_shared_device_follows_the_last_log_in_and_keeps_what_was_owned(now: datetime, source: Source) -> None:
    device = claim("anonymous", "tablet")
    one = resolve_client([claim("email", "one@mail.example"), device], source="web", asserted_at=now)
    hers = make_interaction(source, anonymous_id="tablet", client=one, at=now)

    two = resolve_client(
        [claim("email", "two@mail.example"), device], source="web", asserted_at=now + timedelta(hours=1)
    )

    assert one is not None and two is not None
    assert one != two
    assert live(one) == [("email", "one@mail.example")]
    assert live(two) == [("anonymous", "tablet"), ("email", "two@mail.example")]
    assert Interaction.objects.get(pk=hers.pk).client == one
    assert IdentityLink.objects.filter(retracted_at=None).count() == 1


def test_a_late_call_of_an_earlier_user_does_not_take_the_device_back(now: datetime) -> None:
    device = claim("anonymous", "tablet")
    later = now + timedelta(hours=2)
    resolve_client([claim("email", "one@mail.example"), device], source="web", asserted_at=now)
    two = resolve_client([claim("email", "two@mail.example"), device], source="web", asserted_at=later)

    resolve_client([claim("email", "one@mail.example"), device], source="web", asserted_at=now + timedelta(hours=1))

    assert Identifier.objects.get(namespace="anonymous", retracted_at=None).client == two


def test_what_a_visitor_did_before_joins_the_client(now: datetime, source: Source) -> None:
    earlier = make_interaction(source, anonymous_id="visitor-1", at=now - timedelta(days=1))
    kiosk = make_source(source.brand, "kiosk", is_shared_device=True)
    of_everybody = make_interaction(kiosk, anonymous_id="visitor-1", at=now - timedelta(days=2))

    camille = resolve_client(
        [claim("email", "camille@mail.example"), claim("anonymous", "visitor-1")], source="web", asserted_at=now
    )

    assert Interaction.objects.get(pk=earlier.pk).client == camille
    assert Interaction.objects.get(pk=of_everybody.pk).client is None


def test_a_device_alone_means_its_last_log_in(now: datetime) -> None:
    camille = resolve_client(
        [claim("email", "camille@mail.example"), claim("anonymous", "visitor-1")], source="web", asserted_at=now
    )

    assert resolve_client([claim("anonymous", "visitor-1")], source="web", asserted_at=now) == camille


def test_the_unique_id_means_its_client_and_leaves_the_addresses_of_others(camille: Client, now: datetime) -> None:
    other = make_client("Marco")
    add_identifier(other, "email", "marco@mail.example")

    found = resolve_client(
        [claim("email", "marco@mail.example"), claim("anonymous", "phone-1")],
        source="app",
        asserted_at=now,
        uid=camille.uid.lower(),
    )

    assert found == camille
    assert live(other) == [("email", "marco@mail.example")]
    assert ("anonymous", "phone-1") in live(camille)


def test_an_unknown_unique_id_is_passed_over(now: datetime) -> None:
    assert resolve_client([], source="app", asserted_at=now, uid="C-0000000000") is None


def test_an_identifier_of_a_merged_client_means_the_survivor(camille: Client, now: datetime) -> None:
    duplicate = make_client("Kamille")
    add_identifier(duplicate, "email", "kamille@mail.example")
    duplicate.canonical = camille
    duplicate.save()

    assert resolve_client([claim("email", "kamille@mail.example")], source="web", asserted_at=now) == camille
    assert resolve_client([], source="web", asserted_at=now, uid=duplicate.uid) == camille


def test_of_too_many_addresses_the_oldest_unverified_one_gives_way(now: datetime) -> None:
    loyalty = claim("loyalty", "L1")
    for day in range(6):
        resolve_client(
            [loyalty, claim("email", f"n{day}@mail.example")], source="till", asserted_at=now + timedelta(days=day)
        )
        if day == 0:
            Identifier.objects.filter(value="n0@mail.example").update(verified_at=now)

    camille = Client.objects.get()
    addresses = [value for namespace, value in live(camille) if namespace == "email"]
    assert addresses == [f"n{day}@mail.example" for day in (0, 2, 3, 4, 5)]


def test_a_second_value_of_a_single_namespace_is_not_taken(now: datetime) -> None:
    camille = resolve_client([claim("app", "a1"), claim("loyalty", "L1")], source="app", asserted_at=now)
    resolve_client([claim("app", "a1"), claim("loyalty", "L2")], source="app", asserted_at=now)

    assert camille is not None
    assert live(camille) == [("app", "a1"), ("loyalty", "L1")]
    assert Client.objects.count() == 1
