"""The shop's addresses."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from clienteling.storefront.shop import cart, checkout, home, listing, product, session

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="shop-home"),
    path("products/", listing.products, name="shop-products"),
    path("products/<str:code>/", product.product, name="shop-product"),
    path("products/<str:code>/alert/", product.request_alert, name="shop-alert"),
    path("products/<str:code>/add/", product.add_to_cart, name="shop-add"),
    path("cart/", cart.cart, name="shop-cart"),
    path("cart/change/", cart.change_cart, name="shop-cart-change"),
    path("checkout/", checkout.checkout, name="shop-checkout"),
    path("thanks/", checkout.thanks, name="shop-thanks"),
    path("sign-in/", session.sign_in, name="shop-sign-in"),
    path("sign-out/", session.sign_out, name="shop-sign-out"),
    path("measurement/", session.choose_measurement, name="shop-measurement"),
    path("language/", set_language, name="shop-language"),
]
