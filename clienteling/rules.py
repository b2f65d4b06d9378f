"""Who may, in screens: one predicate for each door. What of the clients is seen is the query's scope."""

from django.db.models import Q, QuerySet

from clienteling.queries.place import memberships_of, place_of
from crm.models import Boutique, Brand, Membership, Source, User

Role = Membership.Role
WITH_CLIENTS = {Role.ADVISOR, Role.MANAGER, Role.HQ, Role.ADMIN}
WITH_IDENTITY = {Role.MANAGER, Role.HQ, Role.ADMIN}


def may_see_clients(user: User) -> bool:
    """A privacy officer works on requests and evidence, and does not browse clients."""
    return any(membership.role in WITH_CLIENTS for membership in memberships_of(user))


def may_change_identity(user: User) -> bool:
    """Make two records one, part them, take an identifier off. An advisor sees the graph and asks the manager."""
    return any(membership.role in WITH_IDENTITY for membership in memberships_of(user))


def may_edit_profile(user: User) -> bool:
    """Sizes, tastes, key dates and people are written down where the client is received; headquarters read them."""
    return any(membership.role in {Role.ADVISOR, Role.MANAGER, Role.ADMIN} for membership in memberships_of(user))


def may_decide_duplicates(user: User) -> bool:
    """An advisor sees two records and tells the manager."""
    return any(membership.role in {Role.MANAGER, Role.HQ, Role.ADMIN} for membership in memberships_of(user))


def boutique_of(user: User) -> Boutique | None:
    """The boutique where this user receives clients; None for whoever works in no boutique."""
    place = place_of(user)
    return place.boutique if place and place.role in {Role.ADVISOR, Role.MANAGER} else None


def may_see_whole_group(user: User) -> bool:
    """Group headquarters of every country, and administrators."""
    return any(
        membership.role == Role.ADMIN
        or (membership.role == Role.HQ and membership.brand_id is None and not membership.country)
        for membership in memberships_of(user)
    )


def sources_of_headquarters(user: User) -> QuerySet[Source] | None:
    """Whose freshness and rejects this user looks after; None for whoever works in no headquarters.

    Headquarters of one country see the sources of that country, and those that serve several: when the website is
    silent it is silent for them too. They see no source of another country alone.
    """
    if may_see_whole_group(user):
        return Source.objects.all()
    at_headquarters = [membership for membership in memberships_of(user) if membership.role == Role.HQ]
    if not at_headquarters:
        return None
    whose = Q(pk__in=[])
    for membership in at_headquarters:
        brand = Q(brand=membership.brand_id) if membership.brand_id else Q()
        whose |= brand & (Q(country__in=["", membership.country]) if membership.country else Q())
    return Source.objects.filter(whose)


def brands_with_totals(user: User) -> QuerySet[Brand]:
    """Whose sums of money this user sees: of a whole brand, so nobody's of one country or one boutique."""
    if may_see_whole_group(user):
        return Brand.objects.all()
    mine = [
        membership.brand_id
        for membership in memberships_of(user)
        if membership.role == Role.HQ and membership.brand_id and not membership.country
    ]
    return Brand.objects.filter(pk__in=mine)


def brands_to_import(user: User) -> QuerySet[Brand]:
    """The brands into which this user may bring whole files: headquarters of all its countries, or administrators.

    A file is not looked through for whom it names, so whoever answers for one country brings none.
    """
    whole = [each for each in memberships_of(user) if each.role == Role.HQ and not each.country]
    is_of_group = any(each.brand_id is None for each in whole)
    if is_of_group or any(each.role == Role.ADMIN for each in memberships_of(user)):
        return Brand.objects.all()
    return Brand.objects.filter(pk__in=[each.brand_id for each in whole])


def may_see_privacy(user: User) -> bool:
    """Evidence of consent, the access log, the report after a breach: the privacy officer's, and nobody else's."""
    return any(membership.role == Role.PRIVACY for membership in memberships_of(user))


def may_protect_clients(user: User) -> bool:
    """Mark a client as protected. To lift it is the privacy officer's: else whoever may not look could lift, look,
    and mark again."""
    return any(membership.role in {Role.MANAGER, Role.PRIVACY} for membership in memberships_of(user))
