"""A small website that carries the tag by its one script line, beside the addresses of the product."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from clienteling.urls import urlpatterns as product
from crm.models import Source

PAGE = """<!doctype html><html lang="en"><head><title>Gifts</title>
<script async src="/v1/tag.js" data-write-key="{key}"></script></head>
<body><h1>Gifts</h1>
<button data-track="Product Added" data-track-props='{{"sku": "AUR-BAG-1"}}'><span>Add to bag</span></button>
<a href="/next">Next</a></body></html>"""


def tagged_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.format(key=Source.objects.get().write_key))


urlpatterns = [path("gifts", tagged_page), path("next", tagged_page), *product]
