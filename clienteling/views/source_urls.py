"""The addresses of sources, beside those of data quality."""

from django.urls import URLPattern, URLResolver, path

from clienteling.views import sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:code>/", sources.source, name="source"),
    path("sources/<slug:code>/unused.csv", sources.unused, name="source-unused"),
    path("totals/", sources.totals, name="source-totals"),
]
