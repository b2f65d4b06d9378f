"""The people of the houses: sixty advisors, a manager for each boutique, headquarters, privacy, administration."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password

from clienteling.demo.people.names import pick_name
from clienteling.demo.people.spelling import address_part
from clienteling.demo.places import LANGUAGE_OF_COUNTRY
from crm.models import Boutique, Brand, Membership, User

ADVISORS_PER_BOUTIQUE = 5
LANGUAGES_OF_SCREENS = ("en", "fr", "it", "zh-hans")


@dataclass(frozen=True)
class Post:
    """A named member of staff whose log-in is printed. ``boutique`` or ``brand`` is a code; both empty: the group."""

    code: str
    given: str
    family: str
    role: str
    boutique: str = ""
    brand: str = ""


POSTS = (
    Post("alice", "Alice", "Morel", "advisor", "aurelle-saint-honore"),
    Post("bob", "Bob", "Ferrand", "advisor", "aurelle-saint-honore"),
    Post("charlie", "Charlie", "Nguyen", "advisor", "aurelle-saint-germain"),
    Post("maya", "Maya", "Benali", "manager", "aurelle-saint-honore"),
    Post("hana", "Hana", "Kovář", "hq"),
    Post("petra", "Petra", "Lindholm", "privacy"),
    Post("admin", "Ada", "Minster", "admin"),
)


def email_of(post: Post) -> str:
    return f"{post.code}@aurelle.example"


def write_staff(
    brands: dict[str, Brand], boutiques: dict[str, Boutique], passwords: dict[str, str], seed: int
) -> dict[str, list[User]]:
    """Makes the staff and what each may see; returns the advisors by boutique code.

    ``passwords`` by the codes of ``POSTS``; everybody else gets none and so cannot log in.
    """
    rng = Random(f"{seed}/staff")
    posts = {post: _user(post, passwords[post.code]) for post in POSTS}
    advisors: dict[str, list[User]] = {}
    unposted: list[tuple[User, str, Boutique]] = []
    taken = {email_of(post) for post in POSTS}
    for code, boutique in boutiques.items():
        if boutique.kind == Boutique.Kind.ONLINE:
            continue
        named = [posts[post] for post in POSTS if post.boutique == code and post.role == "advisor"]
        more = [_colleague(boutique, taken, rng) for _ in range(ADVISORS_PER_BOUTIQUE - len(named))]
        advisors[code] = named + more
        unposted += [(user, "advisor", boutique) for user in more]
        if code != "aurelle-saint-honore":
            unposted.append((_colleague(boutique, taken, rng), "manager", boutique))
    User.objects.bulk_create([*posts.values(), *(user for user, _, _ in unposted)])
    Membership.objects.bulk_create(
        [_membership(post, user, brands, boutiques) for post, user in posts.items()]
        + [Membership(user=user, role=role, brand=place.brand, boutique=place) for user, role, place in unposted]
    )
    return advisors


def _user(post: Post, password: str) -> User:
    is_admin = post.role == "admin"
    return User(
        email=email_of(post),
        first_name=post.given,
        last_name=post.family,
        password=make_password(password),
        is_staff=is_admin,
        is_superuser=is_admin,
    )


def _membership(post: Post, user: User, brands: dict[str, Brand], boutiques: dict[str, Boutique]) -> Membership:
    boutique = boutiques.get(post.boutique)
    brand = boutique.brand if boutique else brands.get(post.brand)
    return Membership(user=user, role=post.role, brand=brand, boutique=boutique)


def _colleague(boutique: Boutique, taken: set[str], rng: Random) -> User:
    name = pick_name(boutique.country, rng)
    local = f"{address_part(name.latin_given)}.{address_part(name.latin_family)}"
    domain = f"{boutique.brand.code.lower()}.example"
    email, number = f"{local}@{domain}", 2
    while email in taken:
        email, number = f"{local}{number}@{domain}", number + 1
    taken.add(email)
    language = LANGUAGE_OF_COUNTRY[boutique.country]
    return User(
        email=email,
        first_name=name.given,
        last_name=name.family,
        password=make_password(None),
        language=language if language in LANGUAGES_OF_SCREENS else "en",
    )
