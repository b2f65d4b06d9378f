"""The addresses of uploaded files, beside those of data quality."""

from django.urls import URLPattern, URLResolver, path

from clienteling.views import uploads

urlpatterns: list[URLPattern | URLResolver] = [
    path("uploads/", uploads.uploads, name="uploads"),
    path("uploads/receive/", uploads.receive, name="upload-receive"),
    path("uploads/<int:pk>/", uploads.upload, name="upload"),
    path("uploads/<int:pk>/progress/", uploads.progress, name="upload-progress"),
    path("uploads/<int:pk>/describe/", uploads.describe, name="upload-describe"),
    path("uploads/<int:pk>/check/", uploads.check, name="upload-check"),
    path("uploads/<int:pk>/import/", uploads.begin, name="upload-import"),
    path("uploads/<int:pk>/pause/", uploads.pause, name="upload-pause"),
    path("uploads/<int:pk>/erase/", uploads.erase, name="upload-erase"),
    path("uploads/<int:pk>/keep-mapping/", uploads.keep_mapping, name="upload-keep-mapping"),
    path("uploads/<int:pk>/refused.csv", uploads.rejects, name="upload-rejects"),
]
