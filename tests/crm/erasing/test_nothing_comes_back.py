"""What is told of before an erasure is refused, whoever tells it; who comes anew by their own act is a new client."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consent.models import Correction
from consent.rights.answer import answer_request
from consent.rights.erase import erase_client
from consent.rights.errors import RightsError
from consent.rights.requests import confirm_in_person, open_request
from crm.actions.clients import update_client
from crm.actions.cut import cut_identifier, give_back_identifier
from crm.actions.cut_link import cut_link, undo_cut
from crm.actions.merge import merge_clients, unmerge_clients
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.resolve import resolve_client
from crm.ingest.erased import ask_again
from crm.merging.errors import MergeError
from crm.models import Client, Identifier, IdentityLink, Interaction, RejectedCall
from tests.crm.ingest.files.conftest import file_of, receipt_line
from tests.crm.ingest.sending import call, send
from tests.factories import add_identifier, make_known_client

EMAIL = "camille@mail.example"
pytestmark = pytest.mark.django_db


def people() -> int:
    return Client.objects.live().count()


def test_a_claim_of_before_makes_nobody(erased, yesterday):
    claims = [IdentifierClaim("email", EMAIL), IdentifierClaim("phone", "+33639980099")]

    with pytest.raises(IdentityError, match="erased"):
        resolve_client(claims, source="till", asserted_at=yesterday - timedelta(hours=1))

    assert (people(), Identifier.objects.count()) == (0, 0)


def test_a_claim_of_before_is_not_given_to_somebody_else(erased, boutique, yesterday):
    paul = make_known_client(boutique, "Paul", email="paul@mail.example")
    claims = [IdentifierClaim("email", "paul@mail.example"), IdentifierClaim("phone", "+33639980001")]

    assert resolve_client(claims, source="till", asserted_at=yesterday - timedelta(hours=1)) == paul

    assert list(Identifier.objects.values_list("client", "value")) == [(paul.pk, "paul@mail.example")]


def test_who_comes_anew_is_a_new_client(erased, camille):
    anew = resolve_client([IdentifierClaim("email", EMAIL)], source="form", asserted_at=timezone.now())

    assert anew != camille
    assert people() == 1
    assert anew.given_name == ""


def test_an_event_that_names_an_erased_client_is_refused_and_counted(erased, source, yesterday):
    before = (yesterday - timedelta(hours=1)).isoformat()

    answer = send(
        source,
        call("identify", messageId="late", timestamp=before, traits={"email": EMAIL}),
        call("identify", messageId="cached", anonymousId="visitor-9", traits={"email": EMAIL}),
        call(messageId="theirs", userId="17850", anonymousId="visitor-9"),
        call(messageId="strangers", anonymousId="visitor-9"),
    )

    # Whoever has the key of a website is not told who was erased.
    assert (answer.json()["rejected"], answer.json()["accepted"]) == ([], 4)
    assert list(Interaction.objects.values_list("message_id", "client")) == [("strangers", None)]
    assert (people(), RejectedCall.objects.get(code="erased").count) == (0, 3)


def test_an_order_since_is_an_act_of_their_own(erased, source):
    send(source, call(event="Order Completed", userId="17850", messageId="anew", properties={"order_id": "1"}))

    assert people() == 1
    assert Interaction.objects.get().client == Client.objects.live().get()


def test_a_late_event_of_an_erased_device_is_refused_and_a_new_visit_is_a_strangers(erased, source, yesterday):
    ask_again()
    before = (yesterday - timedelta(hours=1)).isoformat()

    answer = send(source, call(messageId="late", timestamp=before), call(messageId="today"))

    assert (answer.json()["rejected"], RejectedCall.objects.get().code) == ([], "erased")
    assert list(Interaction.objects.values_list("message_id", "client")) == [("today", None)]


@pytest.mark.django_db(transaction=True)
def test_a_file_of_clients_brings_nobody_back(erased, import_rows):
    report = import_rows(
        "clients",
        f"customer,email,given_name,since\n17850,{EMAIL},Camille,2019-03-01\n,{EMAIL},Camille,\n18,p@mail.example,Paul,",
    )

    assert [(each.line, each.code) for each in report.examples] == [(2, "erased"), (3, "erased")]
    assert list(Client.objects.live().values_list("given_name", flat=True)) == ["Paul"]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_says_they_came_since_makes_a_new_client(erased, import_rows):
    since = timezone.now().isoformat()

    report = import_rows("clients", f"customer,email,given_name,since\n17850,{EMAIL},Camille,{since}")

    assert list(report.examples) == []
    assert Client.objects.live().count() == 1


@pytest.mark.django_db(transaction=True)
def test_receipts_of_before_are_refused_and_those_of_after_are_a_new_clients(erased, import_text, yesterday):
    after = (timezone.now() - timedelta(minutes=1)).strftime("%d.%m.%Y %H:%M")
    before = (yesterday - timedelta(days=1)).strftime("%d.%m.%Y %H:%M")

    report = import_text(file_of(receipt_line("1001", day=before), receipt_line("1002", day=after, client="n/a")))
    assert [(each.line, each.code) for each in report.examples] == [(2, "erased")]
    assert people() == 0

    import_text(file_of(receipt_line("1003", day=after)))
    assert people() == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_of_interactions_brings_nothing_back(erased, import_rows):
    header = "message_id,occurred_at,customer,anonymous_id,name"
    lines = "\n".join(["f-1,2024-05-02T10:00:00Z,17850,,Seen", "f-2,2024-05-02T10:00:00Z,,visitor-1,Seen"])

    report = import_rows("interactions", f"{header}\n{lines}\nf-3,2024-05-02T10:00:00Z,,visitor-2,Seen")

    assert [(each.line, each.code) for each in report.examples] == [(2, "erased"), (3, "erased")]
    assert list(Interaction.objects.values_list("message_id", flat=True)) == ["f-3"]


def test_nobody_is_merged_with_an_erased_record(erased, camille, boutique, maya):
    paul = make_known_client(boutique, "Paul")

    for keep, duplicate in ((paul, camille), (camille, paul)):
        with pytest.raises(MergeError, match="client_not_live"):
            merge_clients(keep, duplicate, actor=maya, reason="same")

    assert list(Client.objects.live()) == [paul]


def test_a_merge_is_not_undone_after_an_erasure(camille, boutique, maya, petra, finish):
    double = make_known_client(boutique, email="double@mail.example")
    log = merge_clients(camille, double, actor=maya, reason="same")
    finish(erase_client(camille, reason="asked", actor=petra))

    with pytest.raises(MergeError, match="client_not_live"):
        unmerge_clients(log, actor=maya)

    assert (people(), Identifier.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_file_changes_nothing_of_a_restricted_client(camille, petra, import_rows):
    from consent.actions.restrict import restrict_client

    add_identifier(camille, "crm", "AURELLE:17850")
    restrict_client(camille, reason="contested", actor=petra)

    report = import_rows("clients", "customer,city\n17850,Lyon")

    assert [(each.line, each.code) for each in report.examples] == [(2, "restricted")]
    camille.refresh_from_db()
    assert camille.city == ""


def test_a_hand_that_found_the_client_before_writes_nothing(camille, petra, finish):
    stale = Client.objects.get(pk=camille.pk)
    finish(erase_client(camille, reason="asked", actor=petra))

    update_client(stale, city="Lyon")

    camille.refresh_from_db()
    assert (camille.city, camille.search_text) == ("", "")


def test_an_erased_person_is_not_put_right(camille, petra, finish):
    request = open_request(camille, kind="rectification", intake="officer", actor=petra, detail="Camille with one l")
    confirm_in_person(request, actor=petra)
    finish(erase_client(camille, reason="asked", actor=petra))

    with pytest.raises(RightsError, match="client_erased"):
        answer_request(request, actor=petra, said={"given_name": "Camile"}, at=timezone.now())

    camille.refresh_from_db()
    assert (camille.given_name, Correction.objects.count()) == ("", 0)


def test_no_identifier_is_given_back_to_whoever_was_erased(camille, maya, petra, yesterday):
    phone = Identifier.objects.get(client=camille, namespace="phone")
    cut_identifier(phone, actor=maya, at=yesterday)
    erase_client(camille, reason="asked", actor=petra)

    with pytest.raises(IdentityError, match="erased"):
        give_back_identifier(phone, actor=maya)

    phone.refresh_from_db()
    assert phone.retracted_at == yesterday


def test_a_device_that_fell_off_does_not_come_back_to_whoever_was_erased(camille, maya, petra, yesterday):
    seen = [IdentifierClaim("email", EMAIL), IdentifierClaim("anonymous", "visitor-2")]
    resolve_client(seen, source="web", asserted_at=yesterday)
    device = Identifier.objects.get(value="visitor-2")
    cut = cut_link(IdentityLink.objects.get(b=device), actor=maya, at=yesterday, leaving=device.pk)
    erase_client(camille, reason="asked", actor=petra)

    with pytest.raises(IdentityError, match="erased"):
        undo_cut(cut, actor=maya, at=timezone.now())

    device.refresh_from_db()
    cut.refresh_from_db()
    assert (device.retracted_because, cut.undone_at) == ("parted", None)
