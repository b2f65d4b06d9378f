"""The cookies of shop and app: what they hold, and what log-in makes of a choice that came before it."""

import pytest
from django.core import signing
from django.test import Client as Browser

from consent.models import CurrentDecision, Decision
from crm.models import Client, CustomerAccount, Product

PASSWORD = "a-long-passphrase"
ACCOUNT = {"email": "camille@mail.example", "password": PASSWORD}


@pytest.fixture
def account(camille: Client) -> CustomerAccount:
    account = CustomerAccount(client=camille, email=ACCOUNT["email"])
    account.set_password(PASSWORD)
    account.save()
    return account


def chose(choice: str) -> Browser:
    """A visitor who answered the banner before logging in."""
    browser = Browser()
    browser.cookies["clt_consent"] = choice
    return browser


def ledger() -> list[tuple[str, str, str]]:
    return list(Decision.objects.order_by("pk").values_list("purpose__code", "status", "method"))


@pytest.mark.parametrize(
    ("address", "cookie", "door"),
    [("/shop/sign-in/", "clt_uid", "clt_uid"), ("/app/sign-in/", "clt_app_uid", "clt_app_uid")],
)
def test_the_cookie_names_nobody(address: str, cookie: str, door: str, account: CustomerAccount) -> None:
    browser = Browser()

    browser.post(address, ACCOUNT)

    held = signing.loads(browser.cookies[cookie].value, salt=f"clienteling.storefront.{door}")
    assert held == {"uid": account.client.uid}


def test_the_first_page_greets_by_the_name_the_house_holds_today(account: CustomerAccount) -> None:
    browser = Browser()
    browser.post("/shop/sign-in/", ACCOUNT)
    Client.objects.filter(pk=account.client_id).update(given_name="Camélia")

    assert browser.get("/shop/").context["given_name"] == "Camélia"


@pytest.mark.parametrize(("choice", "status"), [("granted", "given"), ("refused", "refused")])
def test_a_choice_made_before_log_in_reaches_the_ledger_once(
    choice: str, status: str, account: CustomerAccount
) -> None:
    browser = chose(choice)

    browser.post("/shop/sign-in/", ACCOUNT)
    browser.post("/shop/sign-in/", ACCOUNT)

    assert ledger() == [("measurement", status, "web_form")]


def test_no_choice_before_log_in_decides_nothing(account: CustomerAccount) -> None:
    Browser().post("/shop/sign-in/", ACCOUNT)

    assert ledger() == []


def test_what_the_client_said_as_a_client_is_not_overruled_by_an_older_cookie(account: CustomerAccount) -> None:
    chose("granted").post("/app/sign-in/", ACCOUNT)

    chose("refused").post("/shop/sign-in/", ACCOUNT)

    assert ledger() == [("measurement", "given", "app")]


def test_a_no_in_the_ledger_holds_on_this_device_too(account: CustomerAccount) -> None:
    chose("refused").post("/app/sign-in/", ACCOUNT)
    browser = chose("granted")

    browser.post("/shop/sign-in/", ACCOUNT)

    assert browser.cookies["clt_consent"].value == "refused"
    assert CurrentDecision.objects.get().decision.status == "refused"


@pytest.mark.parametrize(("cookie", "address"), [("clt_uid", "/shop/"), ("clt_app_uid", "/app/")])
def test_a_client_whom_the_house_no_longer_knows_is_a_visitor_again(
    cookie: str, address: str, brand: object, tote: Product
) -> None:
    browser = Browser()
    browser.cookies[cookie] = signing.dumps({"uid": "C-0000000000"}, salt=f"clienteling.storefront.{cookie}")

    answer = browser.get(address)

    assert (answer.status_code, answer["Location"], browser.cookies[cookie].value) == (302, address, "")


def with_the_signal(account: CustomerAccount) -> Browser:
    """Logged in, from a browser that sends Global Privacy Control."""
    browser = Browser(headers={"Sec-GPC": "1"})
    browser.post("/shop/sign-in/", ACCOUNT)
    return browser


GPC = [("measurement", "refused", "gpc"), ("sharing", "refused", "gpc")]


def test_the_signal_of_a_client_is_kept_once_and_holds_on_the_device(account: CustomerAccount) -> None:
    browser = with_the_signal(account)

    for _ in range(3):
        browser.get("/shop/")

    assert (ledger(), browser.cookies["clt_consent"].value) == (GPC, "refused")


def test_a_click_against_the_signal_wins(account: CustomerAccount) -> None:
    browser = with_the_signal(account)
    browser.get("/shop/")

    browser.post("/shop/measurement/", {"choice": "granted", "next": "/shop/"})
    browser.get("/shop/")

    assert ledger() == [*GPC, ("measurement", "given", "web_form")]


def test_a_stranger_with_the_signal_is_asked_nothing_twice_and_keeps_no_cookie(db: None) -> None:
    browser = Browser(headers={"Sec-GPC": "1"})

    page = browser.get("/shop/").content.decode()

    assert [page.count('value="granted"'), page.count('value="refused"')] == [1, 0]
    assert ([name for name in browser.cookies if name.startswith("clt_")], ledger()) == ([], [])


def test_the_public_interface_takes_the_signal_as_a_refusal_alone(account: CustomerAccount, db: None) -> None:
    from clienteling.storefront import public_api
    from clienteling.storefront.public_api import ApiRefusal

    with pytest.raises(ApiRefusal) as refused:
        public_api.send("consents/", client_uid=account.client.uid, purpose="measurement", status="given", method="gpc")

    assert (refused.value.code, ledger()) == ("signal_refuses_only", [])
