"""The first page: an editorial word, then what is true for this visitor."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from clienteling.storefront import public_api
from clienteling.storefront.modules import home_modules
from clienteling.storefront.pages import render_shop, shop_page
from clienteling.storefront.visitor import Visitor


@require_safe
@shop_page
def home(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    filters = public_api.read("products/filters/", language=visitor.language)
    gifts = public_api.read("products/", tag="gift", in_stock=True, language=visitor.language, limit=3)["results"]
    return render_shop(
        request, visitor, "home/page", modules=home_modules(visitor), categories=filters["categories"], gifts=gifts
    )
