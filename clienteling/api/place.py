"""What a key may reach: one brand, that brand's clients, that brand's places."""

from rest_framework.request import Request

from clienteling.api.access import key_of
from crm.api.problems import Problem
from crm.models import Boutique, Brand, Client


def brand_of(request: Request) -> Brand:
    """The key's brand; a group key names one with ``?brand=``. Raises Problem ``brand_missing``."""
    key = key_of(request)
    if key.brand is not None:
        return key.brand
    brand = Brand.objects.filter(code=request.query_params.get("brand", "")[:20]).first()
    if brand is None:
        raise Problem("brand_missing", "This key serves every brand: name one with ?brand=CODE.")
    return brand


def boutique_of(brand: Brand, code: str = "") -> Boutique | None:
    """The brand's boutique of this code, else its online shop. Raises Problem ``boutique_unknown``."""
    if not code:
        return brand.boutiques.filter(kind=Boutique.Kind.ONLINE).order_by("id").first()
    boutique = brand.boutiques.filter(code=code).first()
    if boutique is None:
        raise Problem("boutique_unknown", "No boutique of this brand has this code.")
    return boutique


def client_of(brand: Brand, uid: str) -> Client:
    """The live client of this unique id, if the brand knows them.

    A client of another brand and one who does not exist give the same answer, Problem ``client_unknown``.
    """
    client = Client.objects.live().filter(relationships__brand=brand).by_uid(uid)
    if client is None:
        raise Problem("client_unknown", "No client of this brand has this unique id.", status=404)
    return client
