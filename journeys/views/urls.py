"""The addresses of journeys."""

from django.urls import URLPattern, URLResolver, path

from journeys.views.pages import journey_list, journey_page, pause, resume

urlpatterns: list[URLPattern | URLResolver] = [
    path("", journey_list, name="journeys"),
    path("<slug:brand>/<slug:code>/", journey_page, name="journey"),
    path("<slug:brand>/<slug:code>/pause/", pause, name="journey-pause"),
    path("<slug:brand>/<slug:code>/resume/", resume, name="journey-resume"),
]
