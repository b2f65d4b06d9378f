"""The staff's addresses."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from clienteling.views import check_in, clients, me, my_day, theme

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="my-day"), name="home"),
    path("my-day/", my_day.my_day, name="my-day"),
    path("clients/", clients.clients, name="clients"),
    path("clients/<str:uid>/", clients.client, name="client"),
    path("check-in/", check_in.check_in, name="check-in"),
    path("me/", me.me, name="me"),
    path("theme/choose/", theme.choose_theme, name="choose-theme"),
    path("theme/<slug:code>.css", theme.brand_theme, name="brand-theme"),
]
