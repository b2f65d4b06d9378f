"""Who marks a client as protected, who lifts it, and what a merge does to it."""

from datetime import datetime

import pytest
from django.test import Client as Browser
from django.utils import timezone

from consent.actions.protect import lift_protection, protect_client
from consent.errors import ProtectionError
from consent.models import AccessEntry, Protection
from crm.actions.merge import merge_clients, unmerge_clients
from crm.models import Boutique, Client, User
from tests.clienteling.views.protected.pages import page_of
from tests.factories import make_known_client

pytestmark = pytest.mark.django_db


def test_both_records_of_a_merge_stay_protected_and_part_as_they_were(
    client: Browser, famous: Client, boutique: Boutique, hana: User, bob: User
) -> None:
    keep = make_known_client(boutique, "Ines", family_name="Duval-Roy")
    log = merge_clients(keep, famous, actor=hana, reason="the same person", at=timezone.now())
    client.force_login(bob)

    assert "Ines" not in page_of(client, f"/clients/{keep.uid}/")
    unmerge_clients(log, actor=hana, at=timezone.now())
    assert "Ines Duval-Roy" in page_of(client, f"/clients/{keep.uid}/")
    assert "Inès" not in page_of(client, f"/clients/{famous.uid}/")


def test_a_manager_marks_a_client_and_the_officer_alone_lifts_it(
    client: Browser, camille: Client, maya: User, petra: User, bob: User
) -> None:
    client.force_login(maya)
    client.post(f"/clients/{camille.uid}/protect/", {"kind": "asked", "because": "Asked us to be discreet"})
    assert Protection.objects.get().marked_by == maya
    lift = {"lift": "1", "because": "No longer wished, by letter"}
    assert client.post(f"/privacy/clients/{camille.uid}/protection/", lift).status_code == 403
    assert Protection.objects.filter(lifted_at=None).count() == 1

    client.force_login(petra)
    client.post(f"/privacy/clients/{camille.uid}/protection/", lift)

    assert Protection.objects.get().lifted_by == petra
    client.force_login(bob)
    assert "Camille" in page_of(client, f"/clients/{camille.uid}/")
    whys = AccessEntry.objects.filter(fields=["protection"]).order_by("pk").values_list("user", "why")
    assert list(whys) == [(maya.pk, "protected: asked"), (petra.pk, "protection lifted")]


def test_marking_twice_and_lifting_twice_change_nothing(famous: Client, petra: User, now: datetime) -> None:
    with pytest.raises(ProtectionError, match="already_protected"):
        protect_client(famous, kind="asked", because="Asked us to be discreet", actor=petra, at=now)
    lift_protection(famous, because="No longer wished, by letter", actor=petra, at=now)
    with pytest.raises(ProtectionError, match="not_protected"):
        lift_protection(famous, because="No longer wished, by letter", actor=petra, at=now)

    assert Protection.objects.count() == 1
