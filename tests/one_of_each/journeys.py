"""Of journeys: a message, its answer, and what may stop it."""

from django.utils import timezone

from crm.models import Brand, Client
from journeys.models import CapRule, CapUse, DeliveryEvent, Enrolment, KillSwitch, Send


def make_of_journeys(client: Client, brand: Brand) -> None:
    now, enrolment = timezone.now(), Enrolment.objects.earliest("pk")
    send = Send.objects.create(
        enrolment=enrolment, node="wave-1", visit=1, channel="email", client=enrolment.client, brand=brand,
        purpose="marketing", template="second-purchase-1", language="en", due_at=now, expires_at=now,
    )  # fmt: skip
    DeliveryEvent.objects.create(provider="sink", provider_id="1", send=send, kind="delivered", at=now)
    rule = CapRule.objects.earliest("pk")
    CapUse.objects.create(rule=rule, client=client, window=1, used=1, maximum=rule.maximum)
    KillSwitch.objects.create(brand=brand)
