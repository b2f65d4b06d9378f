"""The app's addresses."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from clienteling.storefront.app import card, for_you, hello, install, join, privacy

urlpatterns: list[URLPattern | URLResolver] = [
    path("", card.card, name="app-card"),
    path("code/", card.code, name="app-code"),
    path("qr.svg", card.qr, name="app-qr"),
    path("orders/", card.orders, name="app-orders"),
    path("for-you/", for_you.for_you, name="app-for-you"),
    path("pieces/<str:code>/", for_you.piece, name="app-piece"),
    path("privacy/", privacy.privacy, name="app-privacy"),
    path("privacy/open/", privacy.open_own_page, name="app-privacy-open"),
    path("privacy/choose/", privacy.choose, name="app-privacy-choose"),
    path("hello/<str:token>/", hello.hello, name="app-hello"),
    path("welcome/", hello.welcome, name="app-welcome"),
    path("join/", join.join, name="app-join"),
    path("sign-in/", join.sign_in, name="app-sign-in"),
    path("sign-out/", join.sign_out, name="app-sign-out"),
    path("language/", set_language, name="app-language"),
    path("manifest.webmanifest", install.manifest, name="app-manifest"),
    path("service-worker.js", install.service_worker, name="app-service-worker"),
    path("offline/", install.offline, name="app-offline"),
]
