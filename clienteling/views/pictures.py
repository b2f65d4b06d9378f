"""Product pictures, drawn when asked for: ``/pictures/<brand>/<product>.svg``."""

import hashlib
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from clienteling.demo.pictures.generator import is_drawable, picture_svg, placeholder_svg
from crm.models import Product

YEAR, DAY = 31_536_000, 86_400


@require_safe
def product_picture(request: HttpRequest, brand: str, code: str) -> HttpResponse:
    """The still life of a product; a wrapped box for one without, and with 404 for one that is not there.

    With a version in the query (``?v=``) it may be kept for a year, else for a day; the ETag is its content's.
    """
    product = Product.objects.filter(brand__code__iexact=brand, code=code).select_related("category").first()
    if product is None:
        return _answer(request, placeholder_svg(), status=404)
    if (place := str(product.picture.get("url", ""))) and _is_allowed(place):
        return HttpResponseRedirect(place)
    return _answer(request, _svg_of(product))


def _is_allowed(place: str) -> bool:
    """A path on this server, or an address of an origin from which pages may show pictures."""
    is_path = place.startswith("/") and not place.startswith(("//", "/\\"))
    return is_path or place.startswith(tuple(f"{origin}/" for origin in settings.PICTURE_ORIGINS))


def _svg_of(product: Product) -> str:
    picture = product.picture
    drawing = picture.get("drawing") or (product.category.code if product.category else "")
    if not is_drawable(drawing):
        return placeholder_svg()
    return _drawn(
        drawing,
        picture.get("colour", product.colour),
        picture.get("material", product.material),
        picture.get("seed", product.pk),
    )


@lru_cache(maxsize=1024)
def _drawn(drawing: str, colour: str, material: str, seed: int) -> str:
    return picture_svg(drawing, colour, material, seed)


def _answer(request: HttpRequest, svg: str, status: int = 200) -> HttpResponse:
    etag = f'"{hashlib.sha256(svg.encode()).hexdigest()[:24]}"'
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8", status=status)
    response["ETag"] = etag
    age = 0 if status == 404 else YEAR if "v" in request.GET else DAY
    response["Cache-Control"] = f"public, max-age={age}" + (", immutable" if age == YEAR else "")
    if status == 404:
        return response
    return get_conditional_response(request, etag=etag, response=response) or response
