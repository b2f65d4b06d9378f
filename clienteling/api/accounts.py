"""The client's own account: opened in the app, logged in to from app and website."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clienteling.api.place import brand_of
from crm.actions.accounts import AccountError, log_in, open_account
from crm.actions.relationships import know_client
from crm.api.problems import Problem
from crm.models import CustomerAccount

# Code of the refusal: HTTP status and the sentence for a person.
REFUSALS = {
    "account_exists": (409, "There is an account with this address already. Log in instead."),
    "link_needed": (409, "The house knows this address. Open the account from the link in a message to it."),
    "password_weak": (400, "Choose a longer or less common password."),
    "email_invalid": (400, "This does not look like an e-mail address."),
    "login_failed": (401, "The address or the password is not right."),
    "locked": (429, "Too many attempts. Try again in fifteen minutes."),
}


class CredentialsSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=128, trim_whitespace=False)
    anonymous_id = serializers.CharField(max_length=100, allow_blank=True, default="")
    source = serializers.CharField(max_length=40)  # type: ignore[assignment]


class AccountSerializer(CredentialsSerializer):
    client_uid = serializers.CharField(max_length=16, required=False, allow_null=True, help_text="From a signed link.")
    given_name = serializers.CharField(max_length=80, allow_blank=True, default="")
    family_name = serializers.CharField(max_length=80, allow_blank=True, default="")
    language = serializers.CharField(max_length=12, default="en")


class AccountAnswer(serializers.Serializer[Any]):
    client_uid = serializers.CharField()
    name = serializers.CharField()
    given_name = serializers.CharField()
    language = serializers.CharField()


class AccountList(APIView):
    write_scope = "accounts:write"

    @extend_schema(request=AccountSerializer, responses={201: AccountAnswer}, operation_id="accounts_open")
    def post(self, request: Request) -> Response:
        """Opens an account; the client is matched by the unique id of the link and by the address."""
        brand = brand_of(request)
        body = AccountSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            account = open_account(brand=brand, at=timezone.now(), **body.validated_data)
        except AccountError as error:
            raise _problem(error) from error
        return Response(_answer(account), status=status.HTTP_201_CREATED)


class SessionList(APIView):
    write_scope = "accounts:write"

    @extend_schema(request=CredentialsSerializer, responses=AccountAnswer, operation_id="accounts_log_in")
    def post(self, request: Request) -> Response:
        """Checks address and password; the device's own events join the client who logged in last."""
        brand = brand_of(request)
        body = CredentialsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        at = timezone.now()
        try:
            account = log_in(at=at, **body.validated_data)
        except AccountError as error:
            raise _problem(error) from error
        know_client(account.client, brand=brand, at=at)
        return Response(_answer(account))


def _problem(error: AccountError) -> Problem:
    code_status, sentence = REFUSALS[error.code]
    return Problem(error.code, sentence, status=code_status)


def _answer(account: CustomerAccount) -> dict[str, str]:
    client = account.client
    return {
        "client_uid": client.uid,
        "name": client.name,
        "given_name": client.given_name,
        "language": client.language,
    }
