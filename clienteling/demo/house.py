"""Builds the demonstration house from a seed, in one transaction: it is there whole, or not at all."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from clienteling.demo import keys
from clienteling.demo.borders import write_borders
from clienteling.demo.catalogue.write import write_catalogue
from clienteling.demo.day import begin_day
from clienteling.demo.history.alerts import write_alerts
from clienteling.demo.history.care import write_answers, write_repairs
from clienteling.demo.history.consents import write_consents
from clienteling.demo.history.interactions import Browsing
from clienteling.demo.history.lists import write_lists, write_loyalty, write_relations
from clienteling.demo.history.purchases import places_of, write_receipts
from clienteling.demo.history.receipts import Shelves, Trade
from clienteling.demo.history.segments import write_segments
from clienteling.demo.history.totals import write_totals
from clienteling.demo.history.visits import write_visits
from clienteling.demo.history.words import write_contacts, write_notes
from clienteling.demo.journeys import write_journeys
from clienteling.demo.people.cast import compose_cast
from clienteling.demo.people.compose import compose_people
from clienteling.demo.people.write import assign_advisors, write_people, write_relationships
from clienteling.demo.places import write_places
from clienteling.demo.privacy.desk import fill_desk
from clienteling.demo.privacy.purposes import write_purposes
from clienteling.demo.staff import write_staff
from consent.purposes import ensure_purposes
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
    ensure_purposes()
    write_purposes()
    write_borders()
    brands, boutiques = write_places()
    advisors = write_staff(brands, boutiques, passwords, seed)
    write_keys, api_key = keys.write_sources(brands), keys.renew_api_key(brands["AURELLE"])
    tell("catalogue")
    pieces = write_catalogue(brands, boutiques, seed, now)
    tell("clients")
    people = compose_cast(seed, now)
    people += compose_people(clients - len(people), seed, now, people)
    write_people(people)
    assign_advisors(people, advisors, seed, now.date())
    tell("two years of purchases")
    shelves = Shelves(pieces)
    receipts = Trade(shelves, boutiques, advisors, seed=seed, now=now).receipts(people)
    write_receipts(receipts)
    write_relationships(people, places_of(receipts), brands, boutiques)
    tell("consents, segments, visits, notes")
    write_consents(people, brands, seed, now)
    write_segments(people, brands, now)
    write_contacts(people, boutiques, seed, now)
    write_notes(people, boutiques, seed, now)
    write_visits(receipts, seed)
    write_alerts(people, pieces, brands, seed, now)
    tell("repairs, answers, wishes, loyalty")
    write_repairs(receipts, brands, seed, now)
    write_answers(receipts, brands, seed, now)
    write_lists(people, pieces, brands, seed, now)
    write_loyalty(people, brands, seed, now)
    write_relations(people, brands)
    tell("visits to the website and the app")
    sources = dict(Source.objects.values_list("code", "pk"))
    Browsing(shelves, sources, seed=seed, now=now).write(people)
    _learn_sizes()
    tell("journeys")
    write_journeys(brands, now)
    tell("the privacy officer’s desk")
    fill_desk(seed, now)
    tell("today")
    begin_day(seed, now)
    write_totals(brands, now)
    return write_keys, api_key


def _learn_sizes() -> None:
    """What follows asks the database, which must know by then how much there is."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
