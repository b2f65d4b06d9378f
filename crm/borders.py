"""Which clients abroad headquarters may see: as data go to a place, so they go to a screen there (decision 33).

Whoever works in a boutique or for a country sees clients who are known there: they gave their data there themselves,
which is no transfer (EDPB guidelines 05/2021, paragraph 17). Headquarters without a country work where the house's own
systems lie. Of a client who lives elsewhere and is known nowhere in that region they see nothing, unless a transfer
rule leads there, and where its ground is consent the client's own to ``cross-border`` stands.
"""

from datetime import datetime

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from consent.models import Residence, TransferRule
from consent.queries.transfers import BY_CONSENT, consents_to_leave
from consent.residency.regions import COUNTRIES, Region


def may_be_seen_in(region: Region, *, brand_id: int | None, at: datetime) -> Q:
    """The condition on Client. ``brand_id``: whose consent counts; None is the whole group.

    No statement beforehand, and for a client of this region no look-up: countries are compared first, rules are asked
    once for a whole query.
    """
    abroad = Q(pk__in=[])
    for other in Region:
        if other != region:
            abroad |= _lives_in(other) & _is_kept_there(other, region, brand_id, at)
    known_here = apps.get_model("crm", "Relationship").objects.filter(
        client=OuterRef("pk"), country__in=COUNTRIES.get(region, ())
    )
    return ~(abroad & ~Q(Exists(known_here)))


def _lives_in(region: Region) -> Q:
    """As crm.residency has it; of several residences that were set on records of one person, any."""
    residences = Residence.objects.annotate(meant=Coalesce("client__canonical", F("client")))
    named = Q(pk__in=residences.filter(region=region).values("meant"))
    by_country = Q(_of(F("country"), region)) | Q(Q(country="") & Q(_of(_first_known(), region)))
    return named | by_country & ~Q(pk__in=residences.values("meant"))


def _is_kept_there(here: Region, there: Region, brand_id: int | None, at: datetime) -> Q:
    """No rule leads out, or one that asks for a consent which this client did not give."""
    rules = TransferRule.objects.filter(from_region=here, to_region=there)
    freely, asked = rules.exclude(ground__in=BY_CONSENT), rules.filter(ground__in=BY_CONSENT)
    given = consents_to_leave(brand_id, at).values("client")
    return ~Q(Exists(freely)) & ~(Q(Exists(asked)) & Q(pk__in=given))


def _of(country: object, region: Region) -> object:
    if region != Region.OTHER:
        return In(country, _written(COUNTRIES[region]))
    every = [code for codes in COUNTRIES.values() for code in codes]
    return ~Q(In(country, ["", *_written(tuple(every))]))


def _first_known() -> Coalesce:
    """The country of whoever has known them longest; "" where nobody does."""
    known = apps.get_model("crm", "Relationship").objects.filter(client=OuterRef("pk")).exclude(country="")
    return Coalesce(Subquery(known.order_by("since", "pk").values("country")[:1]), Value(""))


def _written(countries: tuple[str, ...]) -> list[str]:
    """An old file may have written them small."""
    return [*countries, *map(str.lower, countries)]
