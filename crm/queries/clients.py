"""Find clients."""

from django.db.models import Q

from crm.models import Client, User
from crm.models.client import ClientQuerySet
from crm.search.known_words import known_words
from crm.search.needle import read_needle, repaired
from crm.search.words import clients_meant

__all__ = ["search_clients"]


def search_clients(user: User, text: str) -> ClientQuerySet:
    """The clients whom this user may see and who match every word, by family name.

    A word may be the beginning of a name (any part of one in Chinese, Japanese or Korean; or its pinyin), of an
    e-mail address, a unique id or a card number, or the last four or more digits of a telephone number. Where that
    finds nobody whom the user may see, names one slip away are meant. No text: everybody whom the user may see. A
    text of signs only finds nobody.
    """
    visible = Client.objects.visible_to(user).order_by("family_name", "given_name", "pk")
    if not text.strip():
        return visible
    vocabulary = known_words()
    needle = read_needle(text, vocabulary)
    places = _boutiques_of(user)
    found = _filtered(visible, clients_meant(needle, vocabulary, places))
    if not needle.may_be_repaired or found.exists():
        return found
    return _filtered(visible, clients_meant(repaired(needle, vocabulary), vocabulary, places))


def _filtered(visible: ClientQuerySet, condition: Q | None) -> ClientQuerySet:
    return visible.filter(condition) if condition is not None else visible.none()


def _boutiques_of(user: User) -> list[int]:
    """The boutiques of somebody who sees no more than boutiques; none for anybody else."""
    boutiques = list(user.memberships.values_list("boutique_id", flat=True))
    return [each for each in boutiques if each is not None] if None not in boutiques else []
