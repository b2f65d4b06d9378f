"""The addresses of data quality."""

from django.urls import URLPattern, URLResolver, path

from clienteling.views import data_quality, identity_reviews

urlpatterns: list[URLPattern | URLResolver] = [
    path("", data_quality.overview, name="data-quality"),
    path("dates/", data_quality.contradictions, name="contradictions"),
    path("identity/", identity_reviews.waiting, name="identity-reviews"),
    path("identity/<int:pk>/", identity_reviews.one, name="identity-review"),
    path("identity/<int:pk>/link-on/", identity_reviews.close, name="identity-review-close"),
    path("identity/<int:pk>/take-off/", identity_reviews.take_off, name="identity-review-take-off"),
    path("identity/<int:pk>/block/<int:identifier>/", identity_reviews.block, name="identity-review-block"),
    path("duplicates/", data_quality.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/merge/", data_quality.merge, name="duplicate-merge"),
    path("duplicates/<int:pk>/keep-apart/", data_quality.apart, name="duplicate-apart"),
    path("duplicates/<int:pk>/undo/", data_quality.undo, name="duplicate-undo"),
]
