"""Of one client: what is written in the profile, and how the client comes in."""

from django.utils import timezone

from clienteling.models import CheckInCode, Repair, RepairStep, SurveyAnswer
from crm.models import Brand, Cart, CartItem, Client, CustomerAccount, LoyaltyAccount, Relation, Score, Wish


def make_of_the_client(client: Client) -> None:
    CheckInCode.objects.create(sha256="a" * 64, client=client, expires_at=timezone.now())
    CustomerAccount.objects.create(client=client, email="camille.laurent@example.org", password="hash-of-the-password")


def make_of_the_profile(client: Client, brand: Brand) -> None:
    now = timezone.now()
    Relation.objects.create(client=client, name="Paul", kind="child")
    Wish.objects.create(client=client, brand=brand, sku="ADMIN-1", added_at=now, changed_at=now)
    Cart.objects.create(client=client, brand=brand, named_at=now)
    CartItem.objects.create(client=client, brand=brand, sku="ADMIN-1", changed_at=now)
    LoyaltyAccount.objects.create(client=client, brand=brand, programme="cercle", number="ADMIN-1", changed_at=now)
    reviewed = {"review": "confirmed", "review_reason": "The figures are right", "reviewed_at": now}
    Score.objects.create(client=client, brand=brand, model="clv", version="1", value=0.5, at=now, **reviewed)
    repair = Repair.objects.create(client=client, brand=brand, number="ADMIN-1", opened_at=now)
    RepairStep.objects.create(repair=repair, status="opened", at=now)
    SurveyAnswer.objects.create(
        client=client, brand=brand, kind="nps", score=9, answered_at=now, source="survey", source_ref="ADMIN-1"
    )
