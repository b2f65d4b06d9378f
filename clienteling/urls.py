"""Every address of the product, by audience. Each include is owned by one module."""

from django.contrib import admin
from django.urls import include, path, re_path

from clienteling.api.nothing import Nothing
from clienteling.demo.partner_hook import hear
from clienteling.views.health import healthz, readyz
from clienteling.views.log_ins import log_ins
from consent.views import wechat

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("clienteling.views.urls")),
    path("v1/", include("crm.ingest.urls")),
    path("api/v1/", include("clienteling.api.urls")),
    re_path("^api/v1/", Nothing.as_view(), name="api-nothing"),
    path("data-quality/", include("clienteling.views.data_quality_urls")),
    path("data-quality/", include("clienteling.views.source_urls")),
    path("data-quality/", include("clienteling.views.upload_urls")),
    path("journeys/", include("journeys.views.urls")),
    path("preferences/", include("clienteling.views.own_urls")),
    path("preferences/", include("consent.views.urls")),
    path("hooks/wechat/<slug:account>/", wechat.callback, name="wechat"),
    path("demo/partner/<int:pk>/", hear, name="demo-partner"),
    path("demo/mail/", include("clienteling.mailsink.urls")),
    path("shop/", include("clienteling.storefront.shop_urls")),
    path("app/", include("clienteling.storefront.app_urls")),
    path("accounts/sessions/", log_ins, name="usersessions_list"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "clienteling.views.errors.bad_request"
handler403 = "clienteling.views.errors.permission_denied"
handler404 = "clienteling.views.errors.page_not_found"
handler500 = "clienteling.views.errors.server_error"
