"""Pages of the client's own that need more than consent knows."""

from django.urls import URLPattern, URLResolver, path

from clienteling.views import own_data

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:token>/data/", own_data.own_data, name="own-data"),
    path("<str:token>/data/correct/", own_data.correct, name="own-data-correct"),
]
