"""What shields a client outlives a backup that is older than it: where they live, a mark, a hold."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consent.actions.hold import lift_hold, place_hold
from consent.actions.protect import lift_protection, protect_client, protections_of
from consent.actions.residence import set_residence
from consent.actions.suppress import suppress
from consent.contact_hash import contact_hash
from consent.journal.folder import Line, all_names, new_name, read_file, write_file
from consent.journal.kinds import REASON
from consent.journal.named import client_hash
from consent.journal.replay import Replayed, replay_journal
from consent.journal.standing import Standing, journal_standing
from consent.journal.write import write_journal
from consent.models import JournalFile, Protection, Purpose, Residence, RetentionHold, Suppression
from consent.residency.homes import region_of_client
from crm.actions.merge import merge_clients
from crm.models import Boutique, Brand, Client, User
from tests.factories import make_boutique, make_client, make_known_client

pytestmark = pytest.mark.django_db
WHY = "She told her advisor, who told the officer"


def journalled() -> list[Line]:
    write_journal()
    return [line for name in all_names() for line in read_file(name)]


def replayed_anew(*forgotten: type) -> Replayed:
    """The database has neither these rows nor the files in which they are."""
    for model in forgotten:
        model.objects.all().delete()  # type: ignore[attr-defined]
    JournalFile.objects.all().delete()
    return replay_journal()


def home_of(client: Client, region: str, at: datetime, *others: Client) -> Line:
    hashes = [client_hash(each.uid) for each in others]
    line = {"kind": "residence", "client": client_hash(client.uid), "with": hashes, "region": region}
    return {**line, "at": at.isoformat()}


def replayed(now: datetime, *lines: Line) -> Replayed:
    write_file(new_name(now), lines)
    return replay_journal()


@pytest.fixture
def double(boutique: Boutique) -> Client:
    """Another record of hers."""
    return make_known_client(boutique, "Camile", email="camille.l@office.example", country="FR")


@pytest.fixture
def shanghai(brand: Brand) -> Boutique:
    return make_boutique(brand, "shanghai-plaza", name="Plaza 66", country="CN", city="Shanghai")


def test_who_was_said_to_live_in_china_lives_there_again(camille: Client, petra: User, now: datetime) -> None:
    set_residence(camille, region="cn", because=WHY, actor=petra, at=now)
    [line] = journalled()

    done = replayed_anew(Residence)

    assert (line["kind"], line["client"], line["region"]) == ("residence", client_hash(camille.uid), "cn")
    assert (dict(done.lines), region_of_client(camille.pk)) == ({"residence": 1}, "cn")
    assert list(Residence.objects.values_list("client", "because", "set_by")) == [(camille.pk, REASON, None)]


def test_the_last_word_on_a_residence_comes_back(camille: Client, petra: User, now: datetime) -> None:
    for region in ("us", "jp"):
        set_residence(camille, region=region, because=WHY, actor=petra, at=now)
        write_journal()

    replayed_anew(Residence)

    assert region_of_client(camille.pk) == "jp"


@pytest.mark.parametrize("by", ["residence", "country"])
def test_a_replay_leads_nobody_out_of_china(camille: Client, petra: User, now: datetime, by: str) -> None:
    if by == "country":
        Client.objects.filter(pk=camille.pk).update(country="CN")
    else:
        set_residence(camille, region="cn", because=WHY, actor=petra, at=now)

    replayed(now + timedelta(days=1), home_of(camille, "eu", now + timedelta(days=1)))

    assert region_of_client(camille.pk) == "cn"


def test_nobody_leaves_china_by_a_move_of_a_merged_record(
    camille: Client, double: Client, maya: User, now: datetime
) -> None:
    Client.objects.filter(pk=camille.pk).update(country="CN")
    merge_clients(camille, double, actor=maya, reason="same", at=now)

    replayed(now, home_of(double, "eu", now))

    assert region_of_client(camille.pk) == "cn"


def test_what_an_officer_says_of_the_restored_copy_stands(camille: Client, petra: User, now: datetime) -> None:
    later = now + timedelta(days=2)
    set_residence(camille, region="uk", because=WHY, actor=petra, at=later)

    replayed(now, home_of(camille, "cn", now))

    assert Residence.objects.values_list("region", "because", "set_at").get() == ("uk", WHY, later)


def test_china_is_said_of_every_record_and_another_country_of_the_one_that_is_named(
    camille: Client, double: Client, now: datetime
) -> None:
    replayed(now, home_of(camille, "jp", now, double))
    assert [region_of_client(each.pk) for each in (camille, double)] == ["jp", "eu"]

    replayed(now + timedelta(days=1), home_of(camille, "cn", now + timedelta(days=1), double))

    assert [region_of_client(each.pk) for each in (camille, double)] == ["cn", "cn"]


def test_who_lives_there_already_is_not_written_again(camille: Client, now: datetime) -> None:
    replayed(now, home_of(camille, "eu", now))

    assert Residence.objects.count() == 0


def test_a_new_country_is_a_new_home(camille: Client, now: datetime) -> None:
    Client.objects.filter(pk=camille.pk).update(country="CN")
    journalled()
    Client.objects.filter(pk=camille.pk).update(country="FR")

    replayed_anew()

    assert region_of_client(camille.pk) == "cn"


def test_a_merge_with_a_record_of_china_is_remembered(
    camille: Client, shanghai: Boutique, maya: User, now: datetime
) -> None:
    mei = make_known_client(shanghai, "Mei", email="mei@mail.example", country="CN")
    journalled()
    merge_clients(camille, mei, actor=maya, reason="same", at=now)

    line = journalled()[-1]

    assert line["kind"] == "residence"
    assert (line["client"], line["with"], line["region"]) == (client_hash(camille.uid), [client_hash(mei.uid)], "cn")


def test_who_has_no_country_and_is_first_known_in_china_lives_there(shanghai: Boutique, brand: Brand) -> None:
    client = make_client("Nobody", country="")
    assert journalled() == []

    client.relationships.create(brand=brand, boutique=shanghai, country="CN", since=timezone.now())

    [line] = journalled()
    assert (line["kind"], line["client"], line["region"]) == ("residence", client_hash(client.uid), "cn")


def test_a_mark_of_protection_is_there_again_until_it_is_lifted_here(
    camille: Client, double: Client, maya: User, petra: User, now: datetime
) -> None:
    merge_clients(camille, double, actor=maya, reason="same", at=now)
    protect_client(camille, kind="famous", because="Known from the cinema", actor=maya, at=now)
    [line] = journalled()

    replayed_anew(Protection)
    assert list(Protection.objects.order_by("client").values_list("client", "kind", "because", "marked_by")) == [
        (camille.pk, "famous", REASON, None), (double.pk, "famous", REASON, None),
    ]  # fmt: skip
    lift_protection(camille, because="She is not famous after all", actor=petra, at=now + timedelta(days=1))
    replayed(now, line)

    assert not protections_of(camille.pk).exists()


def test_who_is_protected_already_is_marked_once(camille: Client, maya: User, now: datetime) -> None:
    protect_client(camille, kind="famous", because="Known from the cinema", actor=maya, at=now)
    [line] = journalled()

    replayed(now, {**line, "at": (now + timedelta(hours=1)).isoformat()})

    assert Protection.objects.get().marked_by == maya


def test_a_hold_keeps_a_client_from_being_forgotten_again(camille: Client, petra: User, now: datetime) -> None:
    place_hold(camille, reason="A claim in court", actor=petra, at=now)
    [line] = journalled()

    replayed_anew(RetentionHold)
    assert list(RetentionHold.objects.values_list("client", "reason", "placed_by", "placed_at")) == [
        (camille.pk, REASON, None, now)
    ]
    lift_hold(RetentionHold.objects.get(), actor=petra, at=now + timedelta(days=1))
    replayed(now, line, {**line, "client": client_hash("C-0000000000")})

    assert not RetentionHold.objects.filter(lifted_at=None).exists()


def test_an_address_that_died_altogether_is_dead_again(brand: Brand) -> None:
    suppress("email", "camille@mail.example", brand=None, reason="bounced")
    assert [line["marketing_only"] for line in journalled()] == [True]
    suppress("email", "camille@mail.example", brand=None, reason="bounced", marketing_only=False)
    assert [line["marketing_only"] for line in journalled()] == [True, False]
    Suppression.objects.update(marketing_only=True)

    replayed_anew()

    assert [each.marketing_only for each in Suppression.objects.all()] == [False]


def test_a_house_and_a_purpose_that_the_copy_has_not_are_waited_for(
    camille: Client, brand: Brand, now: datetime
) -> None:
    """Founded after the backup: their refusals would be forgotten, and nothing else would tell of them."""
    facts = {
        "kind": "decision", "client": client_hash(camille.uid), "channel": "email", "status": "withdrawn",
        "contact": contact_hash("email", "camille@mail.example"), "method": "one_click", "at": now.isoformat(),
    }  # fmt: skip
    stop = {"kind": "suppression", "channel": "email", "contact": "a" * 64, "reason": "objected"}
    lines: list[Line] = [
        {**facts, "brand": "AURELLE", "purpose": "lottery"},
        {**stop, "brand": "NOUVELLE", "marketing_only": True, "at": now.isoformat()},
        {**facts, "brand": "AURELLE", "purpose": "marketing"},
    ]

    done = replayed(now, *lines)

    assert (done.missing, dict(done.lines)) == ({"house NOUVELLE", "purpose lottery"}, {"decision": 1})
    with pytest.raises(CommandError, match="missing_here: house NOUVELLE, purpose lottery"):
        call_command("privacy", "replay")
    assert journal_standing() is Standing.BEHIND
    Purpose.objects.create(code="lottery", name="Lottery", lawful_basis="legitimate_interests", channels=["email"])
    Brand.objects.create(code="NOUVELLE", name="Nouvelle")
    again = replay_journal()

    assert (again.missing, dict(again.lines)) == (set(), {"decision": 2, "suppression": 1})
    assert journal_standing() is Standing.CURRENT
