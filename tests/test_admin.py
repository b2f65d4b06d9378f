"""The Django admin: every page opens, ledgers refuse to be written, looks are logged, lists stay fast."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.test import Client as Browser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from clienteling.lib.admin_pages import COUNTED, EstimatedPaginator, LedgerAdmin
from clienteling.models import CheckInCode, Note, Repair, RepairStep, SuggestionAnswer, SurveyAnswer
from consent.actions.access import record_access
from consent.actions.hold import place_hold
from consent.actions.protect import open_protected, protect_client
from consent.models import (
    AccessEntry,
    ContactPreference,
    Correction,
    Decision,
    ErasedIdentifier,
    Erasure,
    Export,
    JournalEntry,
    JournalFile,
    Purpose,
    Residence,
    Restriction,
    RetentionBatch,
    RetentionCandidate,
    RetentionRule,
    RetentionRun,
    Transfer,
    WechatAccount,
    WechatContact,
    WechatSubscription,
)
from consent.rights.requests import ask_for_code, open_request
from crm.api.keys import issue_api_key
from crm.models import (
    ApiKey,
    Audience,
    AudienceChange,
    AudienceMember,
    AutomaticMergeThreshold,
    BlockedIdentifier,
    Brand,
    CartItem,
    Client,
    CustomerAccount,
    Delivery,
    Destination,
    DuplicateModel,
    DuplicatePass,
    DuplicateProposal,
    DuplicateRate,
    DuplicateSignature,
    DuplicateWork,
    Identifier,
    IdentityCut,
    IdentityLink,
    IdentityReview,
    ImportRun,
    LoyaltyAccount,
    MergeChange,
    MergeLog,
    MergeMove,
    PendingEvent,
    Purchase,
    PurchaseReference,
    RecipientNotice,
    RejectedCall,
    RejectedEvent,
    Relation,
    SavedMapping,
    SchemaViolation,
    Score,
    Segment,
    SegmentClock,
    SegmentVersion,
    Source,
    SourceComparison,
    SourceHour,
    SourceTally,
    SourceTotal,
    Upload,
    User,
    Wish,
)
from journeys.models import CapRule, CapUse, DeliveryEvent, Enrolment, KillSwitch, Send
from tests.demonstration import small_house
from tests.factories import make_user

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
LEDGERS = [model for model in MODELS if isinstance(admin.site._registry[model], LedgerAdmin)]
EVIDENCE = {
    "clienteling.CheckInCode", "consent.AccessEntry", "consent.CurrentDecision", "consent.Decision", "consent.Notice",
    "consent.Suppression", "crm.IdentityLink", "crm.Interaction", "crm.SegmentChange", "journeys.DeliveryEvent",
    "journeys.JourneyVersion", "journeys.Send",
}  # fmt: skip


def label(model: type[Model]) -> str:
    return model._meta.label


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """A demonstration house, and one of each thing that it does not have."""
    with django_db_blocker.unblock(), small_house(tmp_path_factory.mktemp("var")):
        make_the_rest()
        yield


def make_the_rest() -> None:
    now = timezone.now()
    client, user, brand = Client.objects.earliest("pk"), User.objects.earliest("pk"), Brand.objects.earliest("pk")
    enrolment, source = Enrolment.objects.earliest("pk"), Source.objects.earliest("pk")
    send = Send.objects.create(
        enrolment=enrolment, node="wave-1", visit=1, channel="email", client=enrolment.client, brand=brand,
        purpose="marketing", template="second-purchase-1", language="en", due_at=now, expires_at=now,
    )  # fmt: skip
    DeliveryEvent.objects.create(provider="sink", provider_id="1", send=send, kind="delivered", at=now)
    rule = CapRule.objects.earliest("pk")
    CapUse.objects.create(rule=rule, client=client, window=1, used=1, maximum=rule.maximum)
    KillSwitch.objects.create(brand=brand)
    CheckInCode.objects.create(sha256="a" * 64, client=client, expires_at=now)
    SuggestionAnswer.objects.create(user=user, client=client, kind="due", answer="dismissed", until=now)
    CustomerAccount.objects.create(client=client, email="camille.laurent@example.org", password="hash-of-the-password")
    ImportRun.objects.create(kind="purchases", brand=brand, sha256="b" * 64, file_name="purchases.csv")
    Upload.objects.create(brand=brand, kind="clients", file_name="clients.csv", stored_as="1.csv", size=1)
    SavedMapping.objects.create(brand=brand, kind="clients", name="till", content={})
    RejectedCall.objects.create(source=source, code="event_too_large", day=now.date())
    EmailAddress.objects.create(user=user, email=user.email)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "the-secret-of-the-factor"})
    AccessAttempt.objects.create(username="alice", failures_since_start=1)
    AccessLog.objects.create(username="alice")
    AccessFailureLog.objects.create(username="alice")
    record_access(user=user, client=client, action="viewed")
    ContactPreference.objects.create(client=client, brand=brand, at_most=2, changed_at=now)
    ask_for_code(open_request(client, kind="erasure", intake="officer"))
    Export.objects.create(user=user, at=now, what="segment french", rows=2)
    asked = open_request(client, kind="access", intake="client_page")
    Correction.objects.create(request=asked, field="city", before="Lyon", after="Paris", at=now)
    make_of_retention(client, user)
    make_of_privacy(user)
    make_of_the_profile_store(client, Client.objects.exclude(pk=client.pk).earliest("pk"))
    make_of_identity(client, user)
    make_of_erasure(client)
    make_of_the_profile(client, brand)
    make_of_the_sources(source)


def make_of_erasure(client: Client) -> None:
    now = timezone.now()
    Erasure.objects.create(client=client, client_ids=[client.pk], reason="asked", erased_at=now, due_at=now)
    ErasedIdentifier.objects.create(namespace="email", value_hash="c" * 64, erased_at=now)
    Restriction.objects.create(client=client, reason="contested", since=now)
    file = JournalFile.objects.create(name="2026-01-01-1.jsonl", entries=1, made_at=now)
    JournalEntry.objects.create(kind="erasure", row=1, file=file)


def make_of_privacy(user: User) -> None:
    """Of a client of their own, since a protected one is not shown."""
    now, famous = timezone.now(), Client.objects.create(given_name="Inès", family_name="Duval")
    protect_client(famous, kind="famous", because="Known from the cinema", actor=user, at=now)
    Residence.objects.create(client=famous, region="jp", because="Lives there", set_by=user, set_at=now)
    Transfer.objects.create(
        at=now, is_allowed=True, from_region="jp", to_region="eu", place="email default", purpose="service",
        ground="adequacy", reason="allowed", count=2,
    )  # fmt: skip
    account = WechatAccount.objects.create(brand=Brand.objects.earliest("pk"), account="gh_1", token="sealed-token")  # noqa: S106
    follower = WechatContact.objects.create(account=account, contact_hash="c" * 64)
    WechatSubscription.objects.create(contact=follower, template="t", given=1, changed_at=now)
    open_protected(famous, kind="visit", because="Comes for a fitting at four", user=user, at=now)


def make_of_the_profile_store(client: Client, other: Client) -> None:
    now = timezone.now()
    DuplicateSignature.objects.create(client=client, version=1, keys=[7], signature=b"")
    DuplicatePass.objects.create()
    AutomaticMergeThreshold.objects.create(decided=2, right=1, precision_at_least=0.1)
    DuplicateWork.objects.create(client=client)
    DuplicateProposal.objects.create(a=client, b=other, score=0.9)
    DuplicateModel.objects.create(clients=2, parameters={})
    DuplicateRate.objects.create(day=now.date(), clients=2, duplicates=1)
    log = MergeLog.objects.create(keep=client, duplicate=other, reason="same", at=now)
    MergeMove.objects.create(log=log, model="crm.purchase", rows=[])
    MergeChange.objects.create(log=log, model="crm.client", row=str(client.pk), field="city")
    segment = Segment.objects.create(brand=Brand.objects.earliest("pk"), code="ruled", name="Ruled", kind="computed")
    SegmentVersion.objects.create(segment=segment, number=1, definition={}, sha256="", published_at=now)
    SegmentClock.objects.create(segment=segment, swept_to=now)
    make_of_destinations(segment, client)


def make_of_retention(client: Client, user: User) -> None:
    now = timezone.now()
    RetentionRule.objects.create(category="behaviour", days=365, because="Board of 3 March")
    place_hold(client, reason="a claim", actor=user, at=now)
    batch = RetentionBatch.objects.create(happens_on=now.date(), cutoff=now)
    RetentionCandidate.objects.create(batch=batch, client=client)
    RetentionRun.objects.create(table="crm.Score", day=now.date(), category="behaviour", cutoff=now, started_at=now)


def make_of_destinations(segment: Segment, client: Client) -> None:
    destination = Destination.objects.create(
        brand=segment.brand, name="Ads", url="https://receiver.example/", purpose=Purpose.objects.earliest("pk"),
        region="eu", secret="a-secret-that-is-sealed",
    )  # fmt: skip
    audience = Audience.objects.create(destination=destination, segment=segment)
    AudienceMember.objects.create(audience=audience, client_id=client.pk)
    AudienceChange.objects.create(audience=audience, client_id=client.pk, uid=client.uid)
    asked = client.subject_requests.earliest("pk")
    RecipientNotice.objects.create(
        request=asked, destination=destination, type="subject.erased", due_at=timezone.now(), created_at=timezone.now()
    )
    Delivery.objects.create(audience=audience, number=1, type="audience.changed", due_at=timezone.now())


def make_of_identity(client: Client, user: User) -> None:
    now = timezone.now()
    BlockedIdentifier.objects.create(value="tablet-1", why="own_device", added_by=user, added_at=now)
    IdentityReview.objects.create(client=client, reason="too_many", counts={"email": 51}, source="till", opened_at=now)
    ends = [
        Identifier.objects.create(client=client, namespace="card", value=f"ADMIN-{end}", source="till", asserted_at=now)
        for end in (1, 2)
    ]
    link = IdentityLink.objects.create(a=ends[0], b=ends[1], source="till", asserted_at=now)
    IdentityCut.objects.create(link=link, client=client, actor=user, at=now)


def make_of_the_profile(client: Client, brand: Brand) -> None:
    now = timezone.now()
    Relation.objects.create(client=client, name="Paul", kind="child")
    Wish.objects.create(client=client, brand=brand, sku="ADMIN-1", added_at=now, changed_at=now)
    CartItem.objects.create(client=client, brand=brand, sku="ADMIN-1", changed_at=now)
    LoyaltyAccount.objects.create(client=client, brand=brand, programme="cercle", number="ADMIN-1", changed_at=now)
    reviewed = {"review": "confirmed", "review_reason": "The figures are right", "reviewed_at": now}
    Score.objects.create(client=client, brand=brand, model="clv", version="1", value=0.5, at=now, **reviewed)
    repair = Repair.objects.create(client=client, brand=brand, number="ADMIN-1", opened_at=now)
    RepairStep.objects.create(repair=repair, status="opened", at=now)
    SurveyAnswer.objects.create(
        client=client, brand=brand, kind="nps", score=9, answered_at=now, source="survey", source_ref="ADMIN-1"
    )


def make_of_the_sources(source: Source) -> None:
    now, purchase = timezone.now(), Purchase.objects.earliest("pk")
    event = {"source": source, "message_id": "admin-1", "name": "Order Completed"}
    RejectedEvent.objects.create(**event, code="negative_price", timestamp=now, rejected_at=now)
    PendingEvent.objects.create(interaction=uuid4(), received_at=now, is_order=True, due_at=now)
    PurchaseReference.objects.create(purchase=purchase, brand=purchase.brand, source="erp", source_ref="ADMIN-1")
    SourceTally.objects.create(source=source, hour=now, count=1)
    SourceHour.objects.create(source=source, hour=now, count=1)
    SchemaViolation.objects.create(
        source=source, day=now.date(), event="Order Completed", code="event_unknown", count=1
    )
    total = SourceTotal.objects.create(
        brand=source.brand, source="till", day=now.date(), kind="sale", currency="EUR", count=1, amount=9, stated_at=now
    )
    figures = {"stated_count": 1, "stated_amount": 9, "our_count": 1, "our_amount": 9}
    SourceComparison.objects.create(total=total, compared_on=now.date(), **figures)


@pytest.fixture
def ada(house: None, db: None, client: Browser) -> Browser:
    """A browser in which the administrator is logged in."""
    client.force_login(User.objects.get(email="admin@aurelle.example"))
    return client


def test_what_is_evidence_is_read_only() -> None:
    assert {label(model) for model in LEDGERS} >= EVIDENCE


@pytest.mark.parametrize("app", ["clienteling", "consent", "crm", "journeys"])
def test_every_model_of_an_app_is_in_the_admin(app: str) -> None:
    from django.apps import apps

    missing = [label(model) for model in apps.get_app_config(app).get_models() if not admin.site.is_registered(model)]

    assert missing == []


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_its_list_opens_and_asks_little(ada: Browser, model: type[Model], django_assert_max_num_queries: Any) -> None:
    """A full page of any table; whoever asks for each row's neighbours comes to fifty and more."""
    with django_assert_max_num_queries(14):
        answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))

    assert answer.status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_one_of_it_opens(ada: Browser, model: type[Model]) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None

    answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[one.pk]))

    assert answer.status_code == 200


@pytest.mark.parametrize("model", LEDGERS, ids=label)
def test_a_ledger_refuses_to_be_changed(ada: Browser, model: type[Model]) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None
    before = model._default_manager.filter(pk=one.pk).values().get()

    changed = ada.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[one.pk]), {})
    added = ada.post(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"), {})

    assert (changed.status_code, added.status_code) == (403, 403)
    assert model._default_manager.filter(pk=one.pk).values().get() == before


@pytest.mark.parametrize("model", [Decision, AccessEntry, Purchase, Client], ids=label)
def test_what_others_refer_to_is_not_deleted(ada: Browser, model: type[Model]) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None

    answer = ada.post(
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[one.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    assert model._default_manager.filter(pk=one.pk).exists()


@pytest.mark.parametrize("who", ["alice", "maya", "hana", "petra"])
def test_nobody_but_the_administrator_comes_in(house: None, db: None, client: Browser, who: str) -> None:
    client.force_login(User.objects.get(email=f"{who}@aurelle.example"))

    answer = client.get(reverse("admin:crm_client_changelist"))

    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 403


def test_a_stranger_is_sent_to_the_log_in_of_the_staff(house: None, db: None, client: Browser) -> None:
    answer = client.get(reverse("admin:index"), follow=True)

    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_a_look_at_a_client_is_written_down(ada: Browser) -> None:
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    looks = AccessEntry.objects.filter(client=camille, why="admin")

    ada.get(reverse("admin:crm_client_change", args=[camille.pk]))

    assert list(looks.values_list("user__email", "action")) == [("admin@aurelle.example", "viewed")]


def test_a_client_is_found_by_the_beginning_of_a_name_in_any_script(ada: Browser) -> None:
    answer = ada.get(reverse("admin:crm_client_changelist"), {"q": "丽华"})

    assert "王丽华" in {client.name for client in answer.context["cl"].result_list}


def test_a_changed_name_is_found_by_the_new_one(ada: Browser) -> None:
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    page = reverse("admin:crm_client_change", args=[camille.pk])
    form = ada.get(page).context["adminform"].form
    values = {name: value if (value := form[name].value()) is not None else "" for name in form.fields}
    lines = {"identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0}

    answer = ada.post(page, {**values, **lines, "tastes": "{}", "key_dates": "[]", "family_name": "Ébène"})

    camille.refresh_from_db()
    assert (answer.status_code, camille.family_name) == (302, "Ébène")
    assert "ebene" in camille.search_text.split()


def test_the_words_of_a_private_note_are_its_authors(ada: Browser) -> None:
    note = Note.objects.order_by("pk").first()
    assert note is not None
    Note.objects.filter(pk=note.pk).update(is_private=True, text="Her divorce is not to be spoken of.")

    answer = ada.get(reverse("admin:clienteling_note_change", args=[note.pk]))

    assert "divorce" not in answer.content.decode()


@pytest.mark.parametrize(
    ("model", "secret"),
    [
        (CustomerAccount, "hash-of-the-password"),
        (Authenticator, "the-secret-of-the-factor"),
        (CheckInCode, "a" * 64),
        (Destination, "a-secret-that-is-sealed"),
    ],
)
def test_a_secret_is_not_shown(ada: Browser, model: type[Model], secret: str) -> None:
    one = model._default_manager.order_by("pk").first()
    assert one is not None

    answer = ada.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[one.pk]))

    assert secret not in answer.content.decode()


def test_a_key_is_shown_once_and_then_revoked(ada: Browser) -> None:
    made = ada.post(
        reverse("admin:crm_apikey_add"), {"name": "Till", "brand": "", "scopes": '["purchases:write"]'}, follow=True
    )
    key = ApiKey.objects.get(name="Till")
    secret = next(str(message) for message in made.context["messages"] if key.prefix in str(message))

    ada.post(
        reverse("admin:crm_apikey_changelist"), {"action": "revoke_keys", "_selected_action": [key.pk]}, follow=True
    )

    key.refresh_from_db()
    page = ada.get(reverse("admin:crm_apikey_change", args=[key.pk])).content.decode()
    assert key.revoked_at is not None
    assert (secret.split()[-1] in page, key.sha256 in page) == (False, False)


def test_a_key_is_replaced_and_the_former_one_goes_on_for_a_while(ada: Browser) -> None:
    key, _ = issue_api_key("Replaced", brand=None, scopes=["purchases:write"])

    ada.post(reverse("admin:crm_apikey_changelist"), {"action": "replace_keys", "_selected_action": [key.pk]})

    former, new = ApiKey.objects.filter(name="Replaced").order_by("pk")
    assert (former.revoked_at is not None and former.revoked_at > timezone.now(), new.revoked_at) == (True, None)
    assert new.scopes == former.scopes


def test_a_write_key_is_replaced_and_shown(ada: Browser) -> None:
    source = Source.objects.earliest("pk")

    answer = ada.post(
        reverse("admin:crm_source_changelist"),
        {"action": "replace_write_keys", "_selected_action": [source.pk]},
        follow=True,
    )

    former = source.write_key
    source.refresh_from_db()
    assert (source.former_write_key, source.write_key != former) == (former, True)
    assert [str(each) for each in answer.context["messages"]] == [f"{source.name}: {source.write_key}"]


def test_every_log_in_of_a_person_is_ended(ada: Browser) -> None:
    alice = make_user("Lena", "hq", password="a long passphrase")
    tablet = Browser()
    tablet.post("/accounts/login/", {"login": alice.email, "password": "a long passphrase"})
    assert tablet.get("/me/").status_code == 200

    ada.post(reverse("admin:crm_user_changelist"), {"action": "end_every_log_in", "_selected_action": [alice.pk]})

    assert tablet.get("/me/").status_code == 302


def test_a_small_table_is_counted_exactly(house: None, db: None) -> None:
    paginator = EstimatedPaginator(Client.objects.order_by("pk"), 50)

    assert paginator.count == Client.objects.count()


def test_a_filtered_list_is_counted_no_further_than_anybody_pages(house: None, db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("clienteling.lib.admin_pages.COUNTED", 5)

    paginator = EstimatedPaginator(Client.objects.filter(pk__gt=0).order_by("pk"), 50)

    assert (paginator.count, COUNTED) == (6, 10_000)


def test_a_ledger_stays_shut_to_a_superuser_and_to_a_stranger(house: None, db: None, rf: RequestFactory) -> None:
    request = rf.get("/")
    page = admin.site._registry[Decision]

    for user in (User.objects.get(email="admin@aurelle.example"), AnonymousUser()):
        request.user = user
        asked = (
            page.has_add_permission(request),
            page.has_change_permission(request),
            page.has_delete_permission(request),
        )
        assert asked == (False, False, False)
