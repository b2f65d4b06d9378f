"""The addresses of data quality."""

from django.urls import URLPattern, URLResolver, path

from clienteling.views import data_quality

urlpatterns: list[URLPattern | URLResolver] = [
    path("", data_quality.overview, name="data-quality"),
    path("duplicates/", data_quality.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/merge/", data_quality.merge, name="duplicate-merge"),
    path("duplicates/<int:pk>/keep-apart/", data_quality.apart, name="duplicate-apart"),
    path("duplicates/<int:pk>/undo/", data_quality.undo, name="duplicate-undo"),
]
