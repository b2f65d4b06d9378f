"""A person cuts one link of the identity graph: what nothing else ties to the client leaves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from consent.actions.access import record_access
from consent.actions.merge import share_decisions
from consent.actions.share_shields import share_shields
from crm.actions.clients import update_client
from crm.actions.merge import lock_identifiers_of, merge_clients
from crm.identity.choose import canonical_of
from crm.identity.ending import end_identifiers
from crm.identity.errors import IdentityError
from crm.identity.parting import sides_of
from crm.merging.identifiers import SOURCE as MERGE
from crm.models import Client, Identifier, IdentityCut, IdentityLink, Interaction, Relationship, User
from crm.models.identity import SINGLE_NAMESPACES
from crm.queries.identity_graph import links_among, live_identifiers_of


@transaction.atomic
def cut_link(
    link: IdentityLink, *, actor: User, at: datetime, leaving: int | None = None, reason: str = ""
) -> IdentityCut:
    """The two were not seen together after all.

    1. Lock the identifiers of the client, then the client; refuse a link that is cut already.
    2. What nothing else ties to the client leaves (crm.identity.parting): a person's identifiers to a record of
       their own, known in the same places, with the events of their devices and what they decided on their
       addresses; devices alone fall off, until they are seen again. ``leaving`` is the end whose side goes, else
       the side known for less long. Where other links tie the two, nothing leaves.
    3. Purchases, notes and tasks stay: nothing says whose they are.

    Raises IdentityError: ``already_cut``, ``link_is_a_merge`` (undo the merge instead), ``two_people_leave`` (what
    would leave has two numbers of which one person has one: a merge holds them together, and is undone first).
    """
    client = _lock(link)
    live = IdentityLink.objects.filter(pk=link.pk, retracted_at=None).first()
    if live is None:
        raise IdentityError("already_cut")
    if live.source == MERGE:
        raise IdentityError("link_is_a_merge")
    held = live_identifiers_of(client)
    side = sides_of(live, held, links_among(held)).side_of(leaving)
    _refuse_two_people(side)
    IdentityLink.objects.filter(pk=live.pk).update(retracted_at=at)
    parted = _part(client, side, live.source, at)
    cut = IdentityCut.objects.create(
        link=live, client=client, parted=parted, identifiers=[each.pk for each in side], reason=reason[:200],
        actor=actor, at=at,
    )  # fmt: skip
    _tell(cut, actor)
    return cut


@transaction.atomic
def undo_cut(cut: IdentityCut, *, actor: User, at: datetime) -> IdentityCut:
    """They belong together: who parted is merged again, with all that came since; devices that still mean nobody
    come back; the link holds. Raises IdentityError ``already_undone``, ``erased``, and what
    ``merge_clients`` raises."""
    if IdentityCut.objects.filter(pk=cut.pk, undone_at=None).update(undone_at=at, undone_by=actor) == 0:
        raise IdentityError("already_undone")
    keep = canonical_of(cut.client)
    if cut.parted is not None and canonical_of(cut.parted).pk != keep.pk:
        merge_clients(keep, canonical_of(cut.parted), actor=actor, reason=f"{cut} undone", at=at)
    elif cut.parted is None:
        _bring_back(cut, keep)
    _hold_again(cut.link, at)
    cut.refresh_from_db()
    _tell(cut, actor)
    return cut


def _lock(link: IdentityLink) -> Client:
    """Lock order: identifiers first, then their client."""
    client = canonical_of(Identifier.objects.select_related("client__canonical").get(pk=link.a_id).client)
    lock_identifiers_of(*Client.objects.records_of(client).values_list("pk", flat=True))
    return Client.objects.select_for_update(no_key=True).get(pk=client.pk)


def _refuse_two_people(leaving: Sequence[Identifier]) -> None:
    singles = [each.namespace for each in leaving if each.namespace in SINGLE_NAMESPACES]
    if len(set(singles)) < len(singles):
        raise IdentityError("two_people_leave")


def _part(client: Client, leaving: Sequence[Identifier], source: str, at: datetime) -> Client | None:
    ids = [each.pk for each in leaving]
    if all(each.is_device for each in leaving):
        end_identifiers(ids, because=Identifier.Ended.PARTED, at=at)
        return None
    parted = Client.objects.create(source=source[:60], language=client.language, country=client.country)
    Identifier.objects.filter(pk__in=ids).update(client=parted)
    devices = [each.value for each in leaving if each.namespace == "anonymous"]
    Interaction.objects.filter(client=client, anonymous_id__in=devices).update(client=parted)
    Relationship.objects.bulk_create(
        Relationship(
            client=parted, brand_id=each.brand_id, boutique_id=each.boutique_id, country=each.country, since=at
        )
        for each in Relationship.objects.filter(client=client)
    )
    share_decisions(client, parted)
    share_shields(client, parted)
    return parted


def _bring_back(cut: IdentityCut, keep: Client) -> None:
    if Client.objects.select_for_update(no_key=True).get(pk=keep.pk).erased_at is not None:
        raise IdentityError("erased")
    for pk in cut.identifiers:
        try:
            with transaction.atomic():
                Identifier.objects.filter(pk=pk, retracted_because="parted").update(
                    retracted_at=None, retracted_because=""
                )
        except IntegrityError:
            # Somebody logged in on it since: it is theirs.
            continue


def _hold_again(link: IdentityLink, at: datetime) -> None:
    """Where both ends hold for one person, and no later call drew it anew. The merge may have drawn one there: this
    says more."""
    same = IdentityLink.objects.filter(a=link.a_id, b=link.b_id, retracted_at=None)
    same.filter(source=MERGE).update(retracted_at=at)
    ends = Identifier.objects.filter(pk__in=[link.a_id, link.b_id], retracted_at=None).select_related("client")
    people = [each.client.canonical_id or each.client_id for each in ends]
    if len(people) == 2 and people[0] == people[1] and not same.exists():
        IdentityLink.objects.filter(pk=link.pk).update(retracted_at=None)


def _tell(cut: IdentityCut, actor: User) -> None:
    for client in (cut.client, cut.parted):
        if client is not None:
            client.refresh_from_db()
            update_client(client)
            record_access(user=actor, client=client, action="changed", fields=["identity"], why=str(cut))
