"""What the privacy desk refuses, and what it finds when it asks for a part."""

from datetime import datetime, timedelta

import pytest

from consent.actions.access import record_access
from consent.actions.alerts import LONGEST_EXPLANATION, Noticed, ask_about_alert, explain_alert, note_alerts
from consent.actions.protect import open_protected, protect_client
from consent.errors import AlertError, ProtectionError
from consent.models import AccessAlert, AccessEntry, Opening, Protection, SubjectRequest, TransferRule
from consent.queries.access_log import AccessFilter, access_page
from consent.queries.requests import RequestFilter, filtered_requests
from consent.queries.transfers import Place, may_transfer
from consent.residency.regions import Region
from consent.rights.requests import open_request
from crm.models import Brand, Client, User

pytestmark = pytest.mark.django_db
WHY = "Known from the cinema"


def test_an_alert_is_asked_about_once_and_explained_once(alice: User, petra: User, now: datetime) -> None:
    note_alerts([Noticed("key", AccessAlert.Code.values[0], alice.pk, None, now, "120 clients in an hour")])
    alert = AccessAlert.objects.get()
    with pytest.raises(AlertError, match="explanation_missing"):
        explain_alert(alert, explanation="  ", actor=petra, at=now)
    with pytest.raises(AlertError, match="explanation_too_long"):
        explain_alert(alert, explanation="x" * (LONGEST_EXPLANATION + 1), actor=petra, at=now)

    ask_about_alert(alert, actor=petra, at=now)
    with pytest.raises(AlertError, match="already_asked"):
        ask_about_alert(alert, actor=petra, at=now)
    explain_alert(alert, explanation="An event", actor=petra, at=now)
    with pytest.raises(AlertError, match="already_explained"):
        explain_alert(alert, explanation="Something else", actor=petra, at=now)

    alert.refresh_from_db()
    assert alert.explanation == "An event"


def test_a_protection_is_of_a_known_kind_and_only_what_is_protected_is_opened(
    camille: Client, petra: User, now: datetime
) -> None:
    with pytest.raises(ProtectionError, match="kind_unknown"):
        protect_client(camille, kind="whim", because=WHY, actor=petra, at=now)
    with pytest.raises(ProtectionError, match="not_protected"):
        open_protected(camille, kind="visit", because=WHY, user=petra, at=now)

    assert (Protection.objects.count(), Opening.objects.count(), AccessEntry.objects.count()) == (0, 0, 0)


def test_the_log_is_asked_by_client_action_and_time(camille: Client, alice: User, petra: User) -> None:
    mine = record_access(user=alice, client=camille, action="viewed", fields=["identity"])
    record_access(user=petra, client=None, action="searched")
    entries = AccessEntry.objects.all()
    hour = timedelta(hours=1)

    def found(**asked: object) -> list[AccessEntry]:
        return access_page(entries, AccessFilter(**asked)).entries  # type: ignore[arg-type]

    assert [found(client_uid=camille.uid), found(action="viewed"), found(account=alice.email.upper())] == [[mine]] * 3
    assert found(since=mine.at + hour) == found(until=mine.at - hour) == []


def test_the_queue_is_asked_by_kind(camille: Client, now: datetime) -> None:
    asked = open_request(camille, kind="access", intake="client_page")
    open_request(camille, kind="erasure", intake="client_page")

    assert list(filtered_requests(SubjectRequest.objects.all(), RequestFilter(kind="access"), at=now)) == [asked]


def test_where_clauses_are_the_ground_nobody_is_asked(camille: Client, brand: Brand, now: datetime) -> None:
    TransferRule.objects.get_or_create(from_region="eu", to_region="us", defaults={"ground": "clauses"})

    verdict = may_transfer(camille, to=Place("x", Region.US), purpose="marketing", brand_id=brand.pk, at=now)

    assert (verdict.is_allowed, verdict.ground, verdict.decision_id) == (True, "clauses", None)
