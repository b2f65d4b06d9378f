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
