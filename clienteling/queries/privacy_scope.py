"""What a privacy officer answers for: the clients that their brand knows, and whoever looked at them."""

from collections.abc import Sequence
from contextlib import suppress

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from clienteling.queries.place import memberships_of
from consent.models import AccessAlert, AccessEntry, HandedIn, Transfer
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.models import ApiKey, Client, Identifier, Membership, Relationship, User
from crm.models.client import ClientQuerySet

# A record that was merged is the person's still; the survivor has what the houses know of them.
PERSON = Coalesce("client__canonical", "client")


def answers_for_everybody(user: User) -> bool:
    """Whether this is an officer of the whole group."""
    return _brands_of(user) is None


def clients_of_privacy(user: User) -> ClientQuerySet:
    """The live clients whose evidence this officer may read; of the whole group without a brand."""
    brands = _brands_of(user)
    if brands is None:
        return Client.objects.live()
    return Client.objects.live().filter(Exists(Relationship.objects.filter(client=OuterRef("pk"), brand__in=brands)))


def entries_of_privacy(user: User) -> QuerySet[AccessEntry]:
    """The log about those clients, and the searches and lists of those who work for the brand."""
    brands = _brands_of(user)
    if brands is None:
        return AccessEntry.objects.all()
    return AccessEntry.objects.alias(person=PERSON).filter(_theirs(brands))


def alerts_of_privacy(user: User) -> QuerySet[AccessAlert]:
    """What is to be looked into about those clients, and about those who work for the brand."""
    brands = _brands_of(user)
    if brands is None:
        return AccessAlert.objects.all()
    return AccessAlert.objects.alias(person=PERSON).filter(_theirs(brands))


def transfers_of_privacy(user: User) -> QuerySet[Transfer]:
    """What crossed a border of those clients. An officer of one brand reads what names a client of the brand; what
    went in bulk, and names nobody, is the group's."""
    brands = _brands_of(user)
    if brands is None:
        return Transfer.objects.all()
    return Transfer.objects.alias(person=PERSON).filter(_known_to(brands))


def handed_in_of_privacy(user: User) -> QuerySet[HandedIn]:
    """What was handed in for somebody whom nobody knows, at the houses of this officer, due first."""
    waiting = HandedIn.objects.filter(state=HandedIn.State.UNKNOWN).select_related("brand").order_by("due_at", "pk")
    brands = _brands_of(user)
    return waiting if brands is None else waiting.filter(brand__in=brands)


def staff_of_privacy(user: User) -> list[int]:
    """Those whose looks this officer watches."""
    brands = _brands_of(user)
    places = Membership.objects.all() if brands is None else Membership.objects.filter(brand__in=brands)
    return sorted(set(places.values_list("user", flat=True)))


def unknown_accounts(accounts: Sequence[str]) -> list[str]:
    """Of log-in addresses and beginnings of API keys, in small letters, those that the house never gave to anybody: a
    slip of the hand must not read as "nobody was affected". Two statements."""
    emails = set(User.objects.annotate(login=Lower("email")).filter(login__in=accounts).values_list("login", flat=True))
    keys = set(ApiKey.objects.filter(prefix__in=accounts).values_list("prefix", flat=True))
    return [each for each in accounts if each not in emails | keys]


def find_for_privacy(user: User, typed: str) -> Client | None:
    """The client of a unique id, or of an address exactly as it is kept; nothing is searched, and nobody browsed."""
    mine = clients_of_privacy(user)
    return mine.by_uid(typed) or mine.filter(pk__in=_owners(typed)).order_by("pk").first()


def _owners(typed: str) -> list[int]:
    asked = Q(pk__in=[])
    for namespace in ("email", "phone", "loyalty", "card"):
        with suppress(IdentityError):
            asked |= Q(namespace=namespace, value=normalise_identifier(namespace, typed))
    return list(Identifier.objects.filter(asked, retracted_at=None).values_list("client", flat=True))


def _theirs(brands: list[int]) -> Q:
    """About a client whom these brands know; or by somebody of theirs, where it is about nobody, or about somebody who
    was erased since, of whom nothing tells any more which brands knew them."""
    colleague = Membership.objects.filter(user=OuterRef("user"), brand__in=brands)
    return _known_to(brands) | Q(Q(client=None) | Q(client__erased_at__isnull=False), Exists(colleague))


def _known_to(brands: list[int]) -> Q:
    return Q(Exists(Relationship.objects.filter(client=OuterRef("person"), brand__in=brands)))


def _brands_of(user: User) -> list[int] | None:
    """None for the whole group; no brand at all for whoever is no privacy officer."""
    mine = [each for each in memberships_of(user) if each.role == Membership.Role.PRIVACY]
    if any(each.brand_id is None for each in mine):
        return None
    return [each.brand_id for each in mine if each.brand_id is not None]
