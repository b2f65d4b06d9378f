"""No door of the house looks up a person past the scope, in screens, the interface, the admin, tasks or templates."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.client_doors.reading import findings

ROOT = Path(__file__).parents[2]
# What somebody outside can reach, or what shows something to them.
DOORS = (
    "*/views/**/*.py",
    "*/api/**/*.py",
    "*/admin.py",
    "*/admin/**/*.py",
    "*/templatetags/**/*.py",
    "*/tasks.py",
    "*/receivers.py",
    "*/rules.py",
    "clienteling/storefront/**/*.py",
    "clienteling/queries/**/*.py",
    "journeys/queries/**/*.py",
)
SIGNALLED = "a signal of our own code names the row; nothing of it is answered to anybody"
COUNTED = "counts machines' work, and names nobody"
LINKED = "who holds a link that the house signed is the client it names"
# ``file::function``, and why it needs no scope. A line here is a decision: the next reader has to agree with it.
ALLOWED = {
    "clienteling/queries/access_signs.py::rows_of": "looks of the staff whom staff_of_privacy names",
    "clienteling/api/repairs.py::_repairs_of": "the steps of repairs that are narrowed to the key's brand beside it",
    "clienteling/queries/client_filters.py::narrowing_chips": "names of tiers, of no person",
    "clienteling/queries/diagnosis.py::_database": COUNTED,
    "clienteling/queries/diagnosis.py::_work": COUNTED,
    "clienteling/queries/privacy_scope.py::_owners": "numbers only; clients_of_privacy narrows them",
    "clienteling/queries/privacy_scope.py::alerts_of_privacy": "is itself the door of the privacy officer",
    "clienteling/queries/privacy_scope.py::clients_of_privacy": "is itself the door of the privacy officer",
    "clienteling/queries/privacy_scope.py::entries_of_privacy": "is itself the door of the privacy officer",
    "clienteling/queries/privacy_scope.py::handed_in_of_privacy": "is itself the door of the privacy officer",
    "clienteling/queries/privacy_scope.py::transfers_of_privacy": "is itself the door of the privacy officer",
    "clienteling/queries/request_desk.py::requests_of_privacy": "goes through clients_of_privacy, for each row",
    "clienteling/queries/segment_offers.py::_events": "names of events, of no person",
    "clienteling/queries/segment_offers.py::_most_usual": "values that many share, of no person",
    "clienteling/receivers.py::mail_officers": SIGNALLED,
    "clienteling/receivers.py::mail_officers_of_handed_in": SIGNALLED,
    "clienteling/views/health.py::_database_problems": COUNTED,
    "clienteling/views/own_address.py::_read": LINKED,
    "clienteling/views/privacy.py::_staying": "asks of clients whom the officer answers for whether they may leave",
    "clienteling/views/segment_export.py::_members": "takes people out of a list that is narrowed beside it",
    "consent/views/links.py::read_preference_link": LINKED,
    "consent/views/links.py::records_of": "records of a client whom the caller has",
    "journeys/queries/exit_criteria.py::is_back_in_stock": "the alert that the enrolment itself keeps",
    "journeys/queries/overdue.py::overdue_sends": COUNTED,
    "journeys/receivers.py::ask_for_confirmation": SIGNALLED,
    "journeys/receivers.py::follow_stock_alert": SIGNALLED,
    "journeys/receivers.py::send_identity_code": SIGNALLED,
}


def files() -> list[Path]:
    found = {path for pattern in DOORS for path in ROOT.glob(pattern)}
    return sorted(path for path in found if path.relative_to(ROOT).parts[0] not in {"tests", "docs", "static"})


def found() -> Iterator[tuple[str, str]]:
    for path in files():
        for each in findings(path.read_text()):
            name = path.relative_to(ROOT).as_posix()
            yield f"{name}::{each.where}", f"{name}:{each.line}: {each.what}"


def test_every_look_up_of_a_person_goes_through_a_scope() -> None:
    """What fails here: go by Client.objects.visible_to(user), or name the client, boutique or brand of the caller."""
    assert [what for where, what in found() if where not in ALLOWED] == []


def test_what_is_allowed_without_a_scope_is_still_there() -> None:
    assert sorted(ALLOWED) == sorted({where for where, _ in found()} & set(ALLOWED))


def test_the_doors_are_where_they_are_looked_for() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in files()}

    assert {
        "clienteling/views/clients.py",
        "clienteling/api/place.py",
        "crm/tasks.py",
        "consent/admin/access.py",
    } <= names


@pytest.mark.parametrize(
    "planted",
    [
        "Client.objects.get(uid=uid)",
        "Client.objects.filter(pk=request.POST['client']).first()",
        "get_object_or_404(Client, uid=uid)",
        "get_object_or_404(Client.objects.live(), uid=uid)",
        "get_list_or_404(Note, pk=pk)",
        "models.Client.objects.all()",
        "apps.get_model('crm', 'Client').objects.get(pk=pk)",
        "apps.get_model('crm.Client')._default_manager.get(pk=pk)",
        "Note.objects.get(pk=pk)",
        "Task.objects.filter(client__uid=uid)",
        "Purchase.objects.filter(client=request.GET['client'])",
        "Identifier.objects.filter(value=text)",
        "RepairStep.objects.all()",
        "Visit.objects.filter(boutique=pk)",
        "segment.members.filter(client__uid=uid)",
        "brand.relationships.all()",
        "Client.objects.filter(relationships__brand=pk)",
        "connection.cursor()",
    ],
)
def test_a_look_up_past_the_scope_is_found(planted: str) -> None:
    source = f"def page(request: StaffRequest, uid: str, pk: int, text: str) -> HttpResponse:\n    return {planted}\n"

    assert [(each.where, each.line) for each in findings(source)] == [("page", 2)]


@pytest.mark.parametrize(
    "narrowed",
    [
        "Client.objects.visible_to(request.user).by_uid(uid)",
        "get_object_or_404(Client.objects.visible_to(request.user), uid=uid)",
        "Client.objects.records_of(client)",
        "Client.objects.live().filter(relationships__brand=brand).by_uid(uid)",
        "get_object_or_404(Note, client=client, pk=pk)",
        "Visit.objects.filter(boutique=boutique_of(request.user), pk=pk)",
        "Task.objects.get(pk=task.pk)",
        "segment.members.filter(client__in=Client.objects.visible_to(request.user))",
        "client.relationships.filter(brand=brand)",
        "Brand.objects.get(code=text)",
    ],
)
def test_a_look_up_within_a_scope_is_let_be(narrowed: str) -> None:
    source = f"def page(request: StaffRequest, uid: str, pk: int, text: str) -> HttpResponse:\n    return {narrowed}\n"

    assert findings(source) == []
