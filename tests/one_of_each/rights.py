"""Of the rights of clients: requests, retention, erasure, and who is protected."""

from django.utils import timezone

from consent.actions.hold import place_hold
from consent.actions.protect import open_protected, protect_client
from consent.models import (
    ContactPreference,
    Correction,
    ErasedIdentifier,
    Erasure,
    Export,
    JournalEntry,
    JournalFile,
    LastTouch,
    Residence,
    Restriction,
    RetentionBatch,
    RetentionCandidate,
    RetentionRule,
    RetentionRun,
    SensitiveWithdrawal,
    Transfer,
    WechatAccount,
    WechatContact,
    WechatSubscription,
)
from consent.rights.handed_in import Asked, hand_in
from consent.rights.requests import ask_for_code, open_request
from crm.models import Brand, Client, User


def make_of_requests(client: Client, user: User, brand: Brand) -> None:
    now = timezone.now()
    ContactPreference.objects.update_or_create(client=client, brand=brand, defaults={"at_most": 2, "changed_at": now})
    ask_for_code(open_request(client, kind="erasure", intake="officer"))
    asked = Asked("erasure", "email", "nobody@mail.example", "", "fr", None)
    hand_in(asked, brand=brand, api_key="ck_1", key="k-1", at=now)
    Export.objects.create(user=user, at=now, what="segment french", rows=2)
    access = open_request(client, kind="access", intake="client_page")
    Correction.objects.create(request=access, field="city", before="Lyon", after="Paris", at=now)


def make_of_retention(client: Client, user: User) -> None:
    now = timezone.now()
    RetentionRule.objects.create(category="behaviour", days=365, because="Board of 3 March")
    place_hold(client, reason="a claim", actor=user, at=now)
    batch = RetentionBatch.objects.create(happens_on=now.date(), cutoff=now)
    RetentionCandidate.objects.create(batch=batch, client=client)
    LastTouch.objects.create(client=client, at=now)
    RetentionRun.objects.create(table="crm.Score", day=now.date(), category="behaviour", cutoff=now, started_at=now)


def make_of_erasure(client: Client) -> None:
    now = timezone.now()
    Erasure.objects.create(client=client, client_ids=[client.pk], reason="asked", erased_at=now, due_at=now)
    ErasedIdentifier.objects.create(namespace="email", value_hash="c" * 64, erased_at=now)
    Restriction.objects.create(client=client, reason="contested", since=now)
    SensitiveWithdrawal.objects.create(client=client, brand=Brand.objects.earliest("pk"), decision_id=1, due_at=now)
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
