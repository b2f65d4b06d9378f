"""Builds the demonstration house from a seed, in one transaction: it is there whole, or not at all."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from clienteling.demo import keys
from clienteling.demo.catalogue.write import write_catalogue
from clienteling.demo.history.purchases import places_of, write_receipts
from clienteling.demo.history.receipts import Shelves, Trade
from clienteling.demo.people.cast import compose_cast
from clienteling.demo.people.compose import compose_people
from clienteling.demo.people.write import assign_advisors, write_people, write_relationships
from clienteling.demo.places import write_places
from clienteling.demo.staff import write_staff
from crm.models import Brand, Client, Product, Purchase, Source

Tell = Callable[[str], None]
# Its presence says that the house was built, since everything is committed at once.
MARKER = "aurelle-web"


def has_house() -> bool:
    return Source.objects.filter(code=MARKER).exists()


def build_house(*, clients: int, seed: int, now: datetime, tell: Tell) -> None:
    """Makes everything in the database and the file of keys; ``tell`` hears one line per step."""
    passwords = keys.new_passwords()
    with transaction.atomic():
        write_keys, api_key = _build(clients, seed, now, passwords, tell)
    keys.write_keys(passwords, write_keys, api_key)
    with connection.cursor() as cursor:
        # So that the first searches are planned on what is there.
        cursor.execute("ANALYZE")


def renew_keys() -> None:
    """New passwords and API key for a house whose file was lost; the write keys stay as they are."""
    passwords = keys.new_passwords()
    with transaction.atomic():
        keys.renew_passwords(passwords)
        api_key = keys.renew_api_key(Brand.objects.get(code="AURELLE"))
        write_keys = dict(Source.objects.filter(code__regex="^(aurelle|sorane)-").values_list("code", "write_key"))
    keys.write_keys(passwords, write_keys, api_key)


def describe_house() -> str:
    return (
        f"{Client.objects.count():,} clients, {Purchase.objects.count():,} purchases, "
        f"{Product.objects.count():,} products"
    )


def _build(clients: int, seed: int, now: datetime, passwords: dict[str, str], tell: Tell) -> tuple[dict[str, str], str]:
    tell("boutiques and staff")
    brands, boutiques = write_places()
    advisors = write_staff(brands, boutiques, passwords, seed)
    write_keys, api_key = keys.write_sources(brands), keys.renew_api_key(brands["AURELLE"])
    tell("catalogue")
    pieces = write_catalogue(brands, boutiques, seed, now)
    tell("clients")
    people = compose_cast(seed, now)
    people += compose_people(clients - len(people), seed, now, people)
    write_people(people)
    assign_advisors(people, advisors, seed)
    tell("two years of purchases")
    receipts = Trade(Shelves(pieces), boutiques, advisors, seed=seed, now=now).receipts(people)
    write_receipts(receipts)
    write_relationships(people, places_of(receipts), brands, boutiques)
    return write_keys, api_key
