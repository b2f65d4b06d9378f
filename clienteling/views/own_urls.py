"""Pages of the client's own that need more than consent knows."""

from django.urls import URLPattern, URLResolver, path

from clienteling.views import own_address, own_data

urlpatterns: list[URLPattern | URLResolver] = [
    path("address/<str:token>/", own_address.confirm, name="own-address"),
    path("<str:token>/data/address/", own_address.ask, name="own-address-ask"),
    path("<str:token>/data/", own_data.own_data, name="own-data"),
    path("<str:token>/data/correct/", own_data.correct, name="own-data-correct"),
]
