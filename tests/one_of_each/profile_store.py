"""Of the profile store: likely doubles, merges, segments and destinations."""

from django.utils import timezone

from consent.models import Purpose
from crm.models import (
    Audience,
    AudienceChange,
    AudienceMember,
    AutomaticMergeThreshold,
    BlockedIdentifier,
    Brand,
    Client,
    Delivery,
    Destination,
    Disclosure,
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
    MergeChange,
    MergeLog,
    MergeMove,
    RecipientNotice,
    Segment,
    SegmentClock,
    SegmentVersion,
    User,
)


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
        request=asked, destination=destination, client_id=client.pk, type="subject.erased", due_at=timezone.now(),
        created_at=timezone.now(),
    )  # fmt: skip
    Disclosure.objects.create(destination=destination, client_id=client.pk, first_at=timezone.now())
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
