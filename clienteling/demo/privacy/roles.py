"""Who acts on the privacy officer's desk: the staff, and clients outside the cast, each in one part only."""

from dataclasses import dataclass, field

from django.db.models import Q

from clienteling.demo.people.cast import CAST_ADDRESSES, HOME
from clienteling.demo.staff import POSTS, email_of
from crm.models import Boutique, Brand, Client, Disclosure, User

CAMILLE = CAST_ADDRESSES[0]


@dataclass
class Roles:
    """``staff`` by the codes of the posts; ``take`` hands out clients."""

    brand: Brand
    boutique: Boutique
    staff: dict[str, User]
    taken: set[int] = field(default_factory=set)

    @property
    def camille(self) -> Client:
        return Client.objects.get(identifiers__namespace="email", identifiers__value=CAMILLE)

    def take(self, *wanted: Q) -> Client:
        """The first client of the house with an e-mail who is as ``wanted``; in a small house whoever there is."""
        known = Client.objects.live().filter(relationships__brand=self.brand, identifiers__namespace="email")
        free = known.exclude(pk__in=self.taken).order_by("pk")
        found = free.filter(*wanted).first() or free.first()
        assert found is not None, "a house has at least a hundred clients"
        self.taken.add(found.pk)
        return found


def cast_roles() -> Roles:
    boutique = Boutique.objects.select_related("brand").get(code=HOME)
    users = {user.email: user for user in User.objects.filter(email__in=[email_of(post) for post in POSTS])}
    cast = Client.objects.filter(identifiers__value__in=CAST_ADDRESSES).values_list("pk", flat=True)
    staff = {post.code: users[email_of(post)] for post in POSTS}
    return Roles(boutique.brand, boutique, staff, set(cast))


def of_boutique(boutique: Boutique) -> Q:
    return Q(relationships__boutique=boutique)


def known_to(partner: str) -> Q:
    """Whom the partner of this name was told of."""
    return Q(pk__in=Disclosure.objects.filter(destination__name=partner).values("client_id"))
