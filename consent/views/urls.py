"""The addresses of the client's own choices."""

from django.urls import URLPattern, URLResolver, path

from consent.views import rights
from consent.views.confirmations import confirm
from consent.views.in_hand import in_hand
from consent.views.preferences import decide, limit, pause, preferences, unsubscribe

urlpatterns: list[URLPattern | URLResolver] = [
    path("confirm/<str:token>/", confirm, name="confirm"),
    path("hand/<str:token>/", in_hand, name="in-hand"),
    path("<str:token>/", preferences, name="preferences"),
    path("<str:token>/decide/", decide, name="preferences-decide"),
    path("<str:token>/pause/", pause, name="preferences-pause"),
    path("<str:token>/frequency/", limit, name="preferences-frequency"),
    path("<str:token>/unsubscribe/", unsubscribe, name="unsubscribe"),
    path("<str:token>/rights/", rights.rights, name="own-rights"),
    path("<str:token>/rights/ask/", rights.ask, name="own-rights-ask"),
    path("<str:token>/rights/<str:reference>/", rights.one, name="own-request"),
    path("<str:token>/rights/<str:reference>/send-code/", rights.send_code, name="own-request-send-code"),
    path("<str:token>/rights/<str:reference>/code/", rights.type_code, name="own-request-code"),
    path("<str:token>/rights/<str:reference>/take-back/", rights.take_back, name="own-request-take-back"),
    path("<str:token>/rights/<str:reference>/file/", rights.fetch, name="own-request-file"),
]
