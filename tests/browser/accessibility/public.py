"""The pages that are opened without a log-in of the staff, and those of the log-in itself."""

from tests.browser.accessibility.screen import Screen

LANGUAGES = ("en", "fr", "it", "zh-hans")
OWN = {
    "preferences/<str:token>/": "/preferences/{%s.own}/",
    "preferences/<str:token>/data/": "/preferences/{%s.own}/data/",
    "preferences/<str:token>/rights/": "/preferences/{%s.own}/rights/",
    "preferences/<str:token>/rights/<str:reference>/": "/preferences/{%s.own}/rights/{%s.reference}/",
    "preferences/address/<str:token>/": "/preferences/address/{%s.address}/",
    "preferences/confirm/<str:token>/": "/preferences/confirm/{%s.confirm}/",
    "preferences/hand/<str:token>/": "/preferences/hand/{%s.hand}/",
}
CLIENTS = [
    Screen(path.replace("%s", language), "stranger", route=route, language=language, is_again=language != "en")
    for route, path in OWN.items()
    for language in LANGUAGES
]
ASKED = "[data-consent]"
# The shop and the app speak the browser's language, English here.
PUBLIC = [
    *(
        Screen(path, "visitor", route=route)
        for route, path in {
            "shop/": "/shop/",
            "shop/products/": "/shop/products/",
            "shop/products/<str:code>/": "/shop/products/{piece}/",
            "shop/cart/": "/shop/cart/",
            "shop/sign-in/": "/shop/sign-in/",
            "app/hello/<str:token>/": "/app/hello/{en.hello}/",
            "app/offline/": "/app/offline/",
            "app/join/": "/app/join/",
            "app/sign-in/": "/app/sign-in/",
            "demo/mail/": "/demo/mail/",
        }.items()
    ),
    Screen(
        "/shop/cart/", "buyer", route="shop/checkout/", state="then checked out",
        steps=(("click", "a:has-text('Check out')"), ("see", "h1:has-text('Check out')")),
    ),
    Screen("/shop/checkout/", "buyer", state="refused", steps=(("click", "main form button"), ("see", ".error"))),
    Screen(
        "/shop/checkout/", "buyer", route="shop/thanks/", state="ordered",
        steps=(
            ("fill", "[name=given_name]", "Dora"), ("fill", "[name=family_name]", "Neri"),
            ("fill", "[name=email]", "dora@mail.example"), ("click", "main form button"),
            ("see", "h1:has-text('Thank')"),
        ),
    ),
    Screen("/shop/", "newcomer", state="asked about measuring", steps=(("see", ASKED),)),
    Screen("/shop/products/", "visitor", state="filters", steps=(("click", ".filters summary"),)),
    Screen("/app/hello/made-up/", "visitor", status=400),
    Screen("/app/", "member", route="app/"),
    *(
        Screen(f"/app/{path}", "member", route=f"app/{route or path}")
        for path, route in {
            "for-you/": "", "orders/": "", "pieces/{piece}/": "pieces/<str:code>/", "privacy/": "",
        }.items()
    ),
]  # fmt: skip
CONFIRMED = "alice, asked who she is"
LOG_IN = [
    Screen("/accounts/login/", "visitor", route="accounts/login/"),
    Screen("/accounts/login/", "visitor", state="refused", steps=(("click", "form button"), ("see", ".error"))),
    *(
        Screen(f"/accounts/{path}/", CONFIRMED, route=f"accounts/{path}/")
        for path in ("2fa", "2fa/totp/activate", "2fa/webauthn", "2fa/webauthn/add", "password/change", "sessions",
                     "reauthenticate", "logout")
    ),
]  # fmt: skip
ERRORS = [
    Screen("/clients/nobody/", "alice", status=404),
    Screen("/nowhere/", "visitor", status=404),
    Screen("/privacy/", "alice", status=403),
    Screen("/preferences/made-up/", "visitor", status=400),
    Screen("/broken/400/", "visitor", status=400),
    Screen("/broken/403/", "visitor", status=403),
    Screen("/broken/500/", "visitor", status=500),
]
