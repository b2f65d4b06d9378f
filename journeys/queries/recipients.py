"""Those who carry messages, as the records of processing name them."""

from collections.abc import Iterator

from django.conf import settings

from consent.models import Purpose
from consent.registry.recipients import Recipient


def carriers() -> Iterator[Recipient]:
    """The mail server, for every purpose that may write e-mail. One statement."""
    purposes = Purpose.objects.filter(channels__contains=["email"]).order_by("code")
    yield Recipient(
        name=settings.EMAIL_HOST,
        kind="Mail server",
        told="Address and message",
        purposes=tuple(purposes.values_list("code", flat=True)),
    )
