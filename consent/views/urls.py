"""The addresses of the client's own choices."""

from django.urls import URLPattern, URLResolver, path

from consent.views.preferences import decide, preferences, unsubscribe

urlpatterns: list[URLPattern | URLResolver] = [
    path("<str:token>/", preferences, name="preferences"),
    path("<str:token>/decide/", decide, name="preferences-decide"),
    path("<str:token>/unsubscribe/", unsubscribe, name="unsubscribe"),
]
