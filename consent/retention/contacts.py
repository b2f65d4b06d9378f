"""What counts as being in touch, and who is no prospect. Each app registers its own when it is ready.

A deed of the client counts: a purchase, a visit, a log-in, a click, an answer. A mail that was opened does not, since
a mail program opens it by itself; nor what the house wrote (CNIL, recommendation on commercial management, 2022).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from consent.models import RetentionHold


@dataclass(frozen=True)
class Contact:
    """Rows that say that a client was in touch. ``client``: look-up to them; ``moment``: the field that says when.

    Without a moment the row's being there says it for ever: who bought once is no prospect.
    """

    model: str
    client: str = "client"
    moment: str = ""
    where: Q = field(default_factory=Q)

    def rows(self, since: datetime) -> QuerySet[Model]:
        lately = Q(**{f"{self.moment}__gte": since}) if self.moment else Q()
        return apps.get_model(self.model)._default_manager.filter(self.where & lately, **{self.client: OuterRef("pk")})


_contacts: dict[str, tuple[Contact, ...]] = {}


def register_contacts(app: str, contacts: Iterable[Contact]) -> None:
    """Registering an app again replaces it."""
    _contacts[app] = tuple(contacts)


def prospects_silent_since(since: datetime) -> QuerySet[Model]:
    """Live clients who never bought and were not in touch since then, without those who are held.

    For a part of the clients at a time (``pk__range``): each kind of contact is looked up in its index by client.
    """
    silent = apps.get_model("crm.Client")._default_manager.filter(canonical=None, created_at__lt=since)
    for contact in (each for registered in _contacts.values() for each in registered):
        # A look-up for each client, not NOT EXISTS: that is planned as a join, which reads every interaction there is.
        silent = silent.alias(heard=Subquery(contact.rows(since).order_by().values("pk")[:1])).filter(heard=None)
    return silent.exclude(_is_held())


def _is_held() -> Q:
    held = RetentionHold.objects.filter(lifted_at=None)
    return Q(Exists(held.filter(client=OuterRef("pk")))) | Q(Exists(held.filter(client__canonical=OuterRef("pk"))))
