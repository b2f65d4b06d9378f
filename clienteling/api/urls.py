"""The public interface, under /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import AllowAny

from clienteling.api import schema  # noqa: F401  (registers how keys are described)
from clienteling.api.accounts import AccountList, SessionList
from clienteling.api.catalogue import FilterList, ProductDetail, ProductList
from clienteling.api.check_ins import CodeList
from clienteling.api.choices import ChoiceList
from clienteling.api.clients import Card
from clienteling.api.consents import ConsentList, NoticeList
from clienteling.api.links import LinkRead, OwnPage
from clienteling.api.lists import Cart, WishList
from clienteling.api.matches import MatchList
from clienteling.api.profiles import Profile
from clienteling.api.purchases import PurchaseList
from clienteling.api.recommendations import RecommendationList
from clienteling.api.repairs import RepairList, RepairSteps
from clienteling.api.requests import RightDetail, RightList
from clienteling.api.segments import ClientSegments, MemberList, SegmentList
from clienteling.api.source_totals import SourceTotalList
from clienteling.api.stock_alerts import StockAlertList

document = SpectacularAPIView.as_view(permission_classes=[AllowAny], authentication_classes=[])

urlpatterns = [
    path("schema/", document, name="api-schema"),
    path("products/", ProductList.as_view(), name="api-products"),
    path("products/filters/", FilterList.as_view(), name="api-product-filters"),
    path("products/<str:code>/", ProductDetail.as_view(), name="api-product"),
    path("recommendations/", RecommendationList.as_view(), name="api-recommendations"),
    path("back-in-stock/", StockAlertList.as_view(), name="api-back-in-stock"),
    path("purchases/", PurchaseList.as_view(), name="api-purchases"),
    path("source-totals/", SourceTotalList.as_view(), name="api-source-totals"),
    path("accounts/", AccountList.as_view(), name="api-accounts"),
    path("accounts/session/", SessionList.as_view(), name="api-session"),
    path("clients/matches/", MatchList.as_view(), name="api-matches"),
    path("clients/<str:uid>/", Profile.as_view(), name="api-profile"),
    path("clients/<str:uid>/card/", Card.as_view(), name="api-card"),
    path("clients/<str:uid>/choices/", ChoiceList.as_view(), name="api-choices"),
    path("clients/<str:uid>/wish-list/", WishList.as_view(), name="api-wish-list"),
    path("clients/<str:uid>/cart/", Cart.as_view(), name="api-cart"),
    path("clients/<str:uid>/segments/", ClientSegments.as_view(), name="api-client-segments"),
    path("segments/", SegmentList.as_view(), name="api-segments"),
    path("segments/<slug:code>/members/", MemberList.as_view(), name="api-segment-members"),
    path("repairs/", RepairList.as_view(), name="api-repairs"),
    path("repairs/<str:number>/steps/", RepairSteps.as_view(), name="api-repair-steps"),
    path("requests/", RightList.as_view(), name="api-requests"),
    path("requests/<str:public_id>/", RightDetail.as_view(), name="api-request"),
    path("check-ins/codes/", CodeList.as_view(), name="api-check-in-codes"),
    path("consents/", ConsentList.as_view(), name="api-consents"),
    path("consents/notices/", NoticeList.as_view(), name="api-notices"),
    path("links/preferences/", OwnPage.as_view(), name="api-links-preferences"),
    path("links/read/", LinkRead.as_view(), name="api-links-read"),
]
