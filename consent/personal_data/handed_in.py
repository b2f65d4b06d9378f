"""What was handed in for somebody whom nobody knew then, and who is a client by now, or was until their erasure."""

from collections.abc import Sequence

from django.apps import apps
from django.db.models import Q

from consent.models import Erasure, HandedIn
from consent.rights.erasing.person import UID, Traces
from consent.rights.handed_in import name_of


def naming_them(client_ids: Sequence[int]) -> Q:
    """Names are sealed, so each that still waits is opened; they are as few as the desk has before it."""
    waiting = list(HandedIn.objects.exclude(sealed_name=""))
    named = _names_of(client_ids) if waiting else set()
    return Q(pk__in=[each.pk for each in waiting if (each.named_by, name_of(each)) in named])


def _names_of(client_ids: Sequence[int]) -> set[tuple[str, str]]:
    """What means them now, and what an erasure under way notes of what did."""
    identifiers = apps.get_model("crm", "Identifier")._default_manager.filter(client__in=list(client_ids))
    clients = apps.get_model("crm", "Client")._default_manager.filter(pk__in=list(client_ids))
    erasures = Erasure.objects.filter(client_ids__overlap=list(client_ids))
    traces = [Traces.from_json(each) for each in erasures.values_list("traces", flat=True)]
    uids = [*clients.values_list("uid", flat=True), *(uid for each in traces for uid in each.uids)]
    return {
        *identifiers.values_list("namespace", "value"), *(pair for each in traces for pair in each.identifiers),
        *((UID, uid) for uid in uids),
    }  # fmt: skip
