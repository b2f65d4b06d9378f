"""Each secret is changed while the house goes on: what was given out under the former one is good for its time."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from clienteling.actions.check_in import check_in, issue_code
from clienteling.lib.sealed_factors import is_sealed
from clienteling.lib.sealing import unseal
from clienteling.lib.tokens import TokenError, read_link, sign_link
from consent.actions.suppress import suppress
from consent.contact_hash import contact_hash
from consent.models import Suppression
from crm.actions.destinations import SEALED_FOR, Wanted, make_destination, rotate_secret
from crm.actions.write_keys import OVERLAP as WRITE_KEY_OVERLAP
from crm.actions.write_keys import replace_write_key
from crm.api.keys import OVERLAP, issue_api_key, replace_api_key
from crm.models import Boutique, Brand, Client, Destination, Source, User
from tests.crm.ingest.sending import call, send

pytestmark = pytest.mark.django_db
FORMER, NEW = "former-key-" + "f" * 50, "newest-key-" + "n" * 50
PASSWORD = "a long passphrase of Alice"
ROOT = Path(__file__).parents[1]
SIGN = "from clienteling.lib.tokens import sign_link; print(sign_link('app', {'uid': 'C-1'}))"
READ = "import sys; from clienteling.lib.tokens import read_link; print(read_link('app', sys.argv[1], max_age=3600))"


@pytest.fixture(autouse=True)
def former_key(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = FORMER, []


def change_key(settings: Settings, *, keep_former: bool = True) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [FORMER] if keep_former else []


def ads(brand: Brand) -> Destination:
    return make_destination(brand, Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu"), actor=None)[
        0
    ]


def test_a_log_in_goes_on_after_the_key_was_changed(alice: User, settings: Settings) -> None:
    alice.set_password(PASSWORD)
    alice.save(update_fields=["password"])
    browser = Browser()
    browser.force_login(alice)

    change_key(settings)
    with_former = browser.get("/my-day/").status_code
    change_key(settings, keep_former=False)

    # Told the former key, the session was signed anew under the new one at its next request.
    assert (with_former, browser.get("/my-day/").status_code) == (200, 200)


def test_a_log_in_under_a_key_that_is_gone_is_over(alice: User, settings: Settings) -> None:
    browser = Browser()
    browser.force_login(alice)

    change_key(settings, keep_former=False)

    assert browser.get("/my-day/").status_code == 302


def test_a_link_opens_as_long_as_its_key_is_kept(settings: Settings) -> None:
    token = sign_link("app", {"uid": "C-1"})

    change_key(settings)
    assert read_link("app", token, max_age=60) == {"uid": "C-1"}

    change_key(settings, keep_former=False)
    with pytest.raises(TokenError, match="token_invalid"):
        read_link("app", token, max_age=60)


def run(source: str, *arguments: str, **keys: str) -> str:
    """What another process with these keys prints."""
    code = f"import django; django.setup(); {source}"
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "clienteling.settings", "CLIENTELING_OLD_SECRET_KEYS": "", **keys}
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=told, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_processes_of_both_keys_read_each_other_while_they_are_restarted() -> None:
    """First each process is told the new key as one to read, then to write with it (docs/security.md)."""
    first = {"CLIENTELING_SECRET_KEY": FORMER, "CLIENTELING_OLD_SECRET_KEYS": NEW}
    second = {"CLIENTELING_SECRET_KEY": NEW, "CLIENTELING_OLD_SECRET_KEYS": FORMER}

    by_first, by_second = run(SIGN, **first), run(SIGN, **second)

    assert (run(READ, by_second, **first), run(READ, by_first, **second)) == ("{'uid': 'C-1'}", "{'uid': 'C-1'}")


def test_a_code_that_was_shown_before_is_read_after(
    alice: User, camille: Client, boutique: Boutique, now: datetime, settings: Settings
) -> None:
    code = issue_code(camille, at=now)

    change_key(settings)

    assert check_in(alice, code, boutique=boutique, method="qr", at=now).client == camille


def test_sealed_secrets_are_sealed_anew_and_the_former_key_may_go(
    brand: Brand, alice: User, now: datetime, settings: Settings
) -> None:
    destination = ads(brand)
    rotate_secret(destination, at=now)
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    before = Destination.objects.get()
    opened = unseal(SEALED_FOR, before.secret), unseal(SEALED_FOR, before.former_secret)

    change_key(settings)
    call_command("reseal")
    change_key(settings, keep_former=False)

    after = Destination.objects.get()
    assert (unseal(SEALED_FOR, after.secret), unseal(SEALED_FOR, after.former_secret)) == opened
    assert after.secret != before.secret
    factor = Authenticator.objects.get(user=alice, type="totp")
    assert (is_sealed(factor.data["secret"]), TOTP(factor).instance.data == factor.data) == (True, True)


def test_sealing_twice_changes_nothing(brand: Brand, capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    ads(brand)
    change_key(settings)

    call_command("reseal")
    call_command("reseal")

    assert capsys.readouterr().out.splitlines() == ["1 sealed anew.", "0 sealed anew."]


def test_what_no_key_opens_is_named_and_the_rest_sealed(
    brand: Brand, other_brand: Brand, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    lost, kept = ads(brand), ads(other_brand)
    Destination.objects.filter(pk=lost.pk).update(secret="gAAAAnobody")
    change_key(settings)

    with pytest.raises(CommandError, match=f"destination {lost.pk}"):
        call_command("reseal")

    assert capsys.readouterr().out == "1 sealed anew.\n"
    assert Destination.objects.get(pk=lost.pk).secret == "gAAAAnobody"
    assert Destination.objects.get(pk=kept.pk).secret != kept.secret


def test_a_second_factor_kept_before_it_was_sealed_is_read_and_sealed(alice: User) -> None:
    plain = generate_totp_secret()
    factor = Authenticator.objects.create(user=alice, type="totp", data={"secret": plain})
    code = TOTP(factor)

    call_command("reseal")

    factor.refresh_from_db()
    assert (unseal("second-factor", factor.data["secret"]).decode(), code.instance.pk) == (plain, factor.pk)


def test_no_silence_is_lost_with_the_secret_key(brand: Brand, now: datetime, settings: Settings) -> None:
    """Ledgers hash addresses under a key of their own, which outlives every change of this one."""
    suppress("email", "camille@mail.example", brand=brand, reason="unsubscribed")

    change_key(settings, keep_former=False)

    assert Suppression.objects.filter(contact_hash=contact_hash("email", "camille@mail.example")).count() == 1


def test_both_api_keys_open_for_a_week(brand: Brand, camille: Client) -> None:
    key, former = issue_api_key("till", brand=brand, scopes=["profiles:read"])
    at = datetime.fromisoformat("2026-03-10T14:00:00+00:00")

    with time_machine.travel(at, tick=False):
        _, secret = replace_api_key(key, at=at)

    def opens(secret: str, after: timedelta) -> int:
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        with time_machine.travel(at + after, tick=False):
            return int(api.get(f"/api/v1/clients/{camille.uid}/").status_code)

    second = timedelta(seconds=1)
    assert [opens(each, OVERLAP - second) for each in (former, secret)] == [200, 200]
    assert [opens(each, OVERLAP) for each in (former, secret)] == [401, 200]


def test_a_key_that_ends_sooner_is_not_prolonged(brand: Brand, now: datetime) -> None:
    key, _ = issue_api_key("till", brand=brand, scopes=["profiles:read"])
    key.revoked_at = now + timedelta(days=1)
    key.save(update_fields=["revoked_at"])

    replace_api_key(key, at=now)

    key.refresh_from_db()
    assert key.revoked_at == now + timedelta(days=1)


def test_both_write_keys_are_taken_for_a_month(source: Source, brand: Brand) -> None:
    former, at = source.write_key, datetime.fromisoformat("2026-03-10T14:00:00+00:00")
    new = replace_write_key(source, at=at)

    def taken(key: str, after: timedelta) -> int:
        source.write_key = key
        with time_machine.travel(at + after, tick=False):
            Source.objects.get(pk=source.pk).save()  # Every process forgets within seconds; this one now.
            return int(send(source, call(messageId=f"{key}-{after}")).status_code)

    assert [taken(key, WRITE_KEY_OVERLAP / 2) for key in (former, new)] == [200, 200]
    assert [taken(key, WRITE_KEY_OVERLAP * 2) for key in (former, new)] == [401, 200]


@pytest.mark.django_db
def test_a_key_that_was_replaced_stays_in_its_region(brand: Brand) -> None:
    key, _ = issue_api_key("abroad", brand=brand, scopes=["clients:read"], region="cn")

    new, _ = replace_api_key(key, at=timezone.now())

    assert (new.brand, new.scopes, new.region) == (brand, ["clients:read"], "cn")
