"""Open the client's own account, and log in to it."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, When

from crm.actions.clients import update_client
from crm.actions.relationships import know_client
from crm.actions.unknown_log_ins import fails_unlocked
from crm.identity.claims import IdentifierClaim
from crm.identity.errors import IdentityError
from crm.identity.namespaces import normalise_identifier
from crm.identity.resolve import resolve_client
from crm.models import Brand, Client, CustomerAccount, Identifier

MAXIMUM_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class AccountError(Exception):
    """Codes: ``email_invalid``, ``password_weak`` (``reasons`` says how), ``account_exists``, ``link_needed``,
    ``login_failed``, ``locked``."""

    def __init__(self, code: str, reasons: list[str] | None = None) -> None:
        super().__init__(code)
        self.code, self.reasons = code, reasons or []


@transaction.atomic
def open_account(  # noqa: PLR0913  # what the form says, all named
    *,
    brand: Brand,
    email: str,
    password: str,
    client_uid: str | None = None,
    anonymous_id: str = "",
    given_name: str = "",
    family_name: str = "",
    language: str,
    source: str,
    at: datetime,
) -> CustomerAccount:
    """An account on the one client of this address, and of the signed link's ``client_uid`` where it agrees.

    A link may be forwarded: its unique id counts only when the address typed is that client's own, or when
    that client has none yet. Where both agree, the address is verified, since the link was sent to it.
    Without such a link, whoever types an address has not shown that it is theirs: when it is that of somebody
    whom the house knows by more than a form of the website, the answer is ``link_needed``.
    Names that are known already are kept. Raises AccountError.
    """
    address = _address(email)
    _check_password(password)
    claims = [IdentifierClaim("email", address), *_device(anonymous_id)]
    uid = client_uid if client_uid and _link_agrees(brand, client_uid, address) else None
    if uid is None and _has_history(address):
        raise AccountError("link_needed")
    client = _owner_of(claims, uid, source, at)
    account = _create(client, address, password)
    if uid is not None:
        Identifier.objects.filter(client=client, namespace="email", value=address, verified_at=None).update(
            verified_at=at
        )
    _fill_in(client, given_name=given_name, family_name=family_name, language=language)
    know_client(client, brand=brand, at=at)
    return account


def log_in(*, email: str, password: str, anonymous_id: str = "", source: str, at: datetime) -> CustomerAccount:
    """The account, when the password is right; the device joins its client as the last log-in.

    Five failures in a row lock the account for fifteen minutes. An unknown address takes as long as a wrong
    password, and is locked like an account. Raises AccountError: ``login_failed``, ``locked``.
    """
    address = email.strip().lower()
    account = CustomerAccount.objects.select_related("client").filter(email=address).first()
    if account is None:
        raise AccountError(_refuse_stranger(address, password))
    if account.locked_until is not None and account.locked_until > at:
        raise AccountError("locked")
    if not account.check_password(password):
        _count_failure(account, at)
        raise AccountError("login_failed")
    CustomerAccount.objects.filter(pk=account.pk).update(failures=0, locked_until=None, last_login=at)
    resolve_client(_device(anonymous_id), source=source, asserted_at=at, uid=account.client.uid)
    account.refresh_from_db()
    return account


def _owner_of(claims: list[IdentifierClaim], uid: str | None, source: str, at: datetime) -> Client:
    try:
        client = resolve_client(claims, source=source, asserted_at=at, uid=uid)
    except IdentityError as error:
        # The house blocked the address: one of its own, say.
        raise AccountError("email_invalid") from error
    assert client is not None  # noqa: S101  # an address always finds or makes somebody
    return client


def _address(email: str) -> str:
    try:
        return normalise_identifier("email", email)
    except IdentityError as error:
        raise AccountError("email_invalid") from error


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise AccountError("password_weak", list(error.messages)) from error


def _device(anonymous_id: str) -> list[IdentifierClaim]:
    return [IdentifierClaim("anonymous", anonymous_id)] if anonymous_id else []


def _link_agrees(brand: Brand, uid: str, address: str) -> bool:
    """A unique id of whom the brand does not know comes from no link of the brand's."""
    client = Client.objects.live().filter(relationships__brand=brand).by_uid(uid)
    addresses = client.contact_points("email") if client else []
    return client is not None and (not addresses or address in addresses)


def _has_history(address: str) -> bool:
    """Is there something behind this address that only its owner may see: a name, a purchase, a boutique?"""
    owners = Client.objects.filter(
        identifiers__namespace="email", identifiers__value=address, identifiers__retracted_at=None
    )
    is_named = ~Q(given_name="") | ~Q(family_name="")
    return owners.filter(
        is_named | Q(purchases__isnull=False) | Q(relationships__boutique__isnull=False), account=None
    ).exists()


def _create(client: Client, address: str, password: str) -> CustomerAccount:
    account = CustomerAccount(client=client, email=address)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise AccountError("account_exists") from error
    return account


def _fill_in(client: Client, *, given_name: str, family_name: str, language: str) -> None:
    is_named = bool(client.given_name or client.family_name)
    names = {} if is_named else {"given_name": given_name.strip(), "family_name": family_name.strip()}
    update_client(client, language=language, **names)


def _refuse_stranger(address: str, password: str) -> str:
    """The code that an account would be refused with, after as long."""
    if not fails_unlocked(address, maximum=MAXIMUM_FAILURES, locked_for=LOCKED_FOR):
        return "locked"
    make_password(password)
    return "login_failed"


def _count_failure(account: CustomerAccount, at: datetime) -> None:
    """Counted in the database, since wrong guesses come many at a time; by one statement, since each takes its time."""
    is_last = Q(failures__gte=MAXIMUM_FAILURES - 1)
    CustomerAccount.objects.filter(pk=account.pk).update(
        failures=Case(When(is_last, then=0), default=F("failures") + 1),
        locked_until=Case(When(is_last, then=at + LOCKED_FOR), default=F("locked_until")),
    )
