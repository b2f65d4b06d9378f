"""Members of staff."""

from crm.models import Boutique, Brand, Membership, User


def make_user(
    name: str,
    role: str,
    *,
    brand: Brand | None = None,
    country: str = "",
    boutique: Boutique | None = None,
    password: str | None = None,
) -> User:
    """A user with one membership; without a password, log in with ``client.force_login``."""
    user = User.objects.create_user(f"{name.lower()}@aurelle.example", password, first_name=name)
    place = boutique.brand if boutique else brand
    Membership.objects.create(user=user, role=role, brand=place, country=country, boutique=boutique)
    return user
