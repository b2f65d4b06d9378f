"""What counts as being in touch, and who is no prospect. Each app registers its own when it is ready.

A deed of the client counts: a purchase, a visit, a log-in, a click, an answer. A mail that was opened does not, since
a mail program opens it by itself; nor what the house wrote (CNIL, recommendation on commercial management, 2022).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from consent.models import RetentionHold


@dataclass(frozen=True)
class Contact:
    """Rows that say that a client was in touch. ``client``: look-up to them; ``moment``: the field that says when.

    ``house``: the look-up to the brand that sold, of rows that are purchases: who has one is no prospect any more, but
    a buyer, and as such in touch at its ``moment``.
    """

    model: str
    client: str = "client"
    moment: str = ""
    where: Q = field(default_factory=Q)
    house: str = ""

    def rows(self, since: datetime | None) -> QuerySet[Model]:
        """Of the client that is asked about; ``since`` None: ever."""
        lately = Q(**{f"{self.moment}__gte": since}) if since else Q()
        return apps.get_model(self.model)._default_manager.filter(self.where & lately, **{self.client: OuterRef("pk")})


_contacts: dict[str, tuple[Contact, ...]] = {}


def register_contacts(app: str, contacts: Iterable[Contact]) -> None:
    """Registering an app again replaces it."""
    _contacts[app] = tuple(contacts)


def prospects_silent_since(since: datetime) -> QuerySet[Model]:
    """Live clients who never bought and were not in touch since then, without those who are held.

    For a part of the clients at a time (``pk__range``): each kind of contact is looked up in its index by client.
    """
    silent = _live().filter(created_at__lt=since)
    for contact in _all():
        silent = _unheard(silent, contact, None if contact.house else since)
    return silent.exclude(_is_held())


def buyers_silent_since(since: datetime) -> QuerySet[Model]:
    """The same of those who bought. When their record was made says nothing: a file may have brought old purchases."""
    silent = _live().alias(bought=Coalesce(*(_newest(each.rows(None)) for each in sales()), Value(None)))
    silent = silent.filter(bought__isnull=False)
    for contact in _all():
        silent = _unheard(silent, contact, since)
    return silent.exclude(_is_held())


def contacts_of(model: str) -> list[Contact]:
    """The deeds that stand in a table (``app.Model``), those with a moment."""
    return [each for each in _all() if each.model == model and each.moment]


def sales() -> list[Contact]:
    """What makes somebody a buyer."""
    return [each for each in _all() if each.house]


def _all() -> list[Contact]:
    return [each for registered in _contacts.values() for each in registered]


def _live() -> QuerySet[Model]:
    return apps.get_model("crm.Client")._default_manager.filter(canonical=None)


def _unheard(silent: QuerySet[Model], contact: Contact, since: datetime | None) -> QuerySet[Model]:
    # A look-up for each client, not NOT EXISTS: that is planned as a join, which reads every interaction there is.
    return silent.alias(heard=_newest(contact.rows(since))).filter(heard=None)


def _newest(rows: QuerySet[Model]) -> Subquery:
    return Subquery(rows.order_by().values("pk")[:1])


def _is_held() -> Q:
    held = RetentionHold.objects.filter(lifted_at=None)
    return Q(Exists(held.filter(client=OuterRef("pk")))) | Q(Exists(held.filter(client__canonical=OuterRef("pk"))))
