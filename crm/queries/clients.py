"""Find clients, and state the facts about one."""

from crm.models import Client, User
from crm.models.client import ClientQuerySet
from crm.queries.facts import ClientFacts, client_facts
from crm.search.words import clients_with_words

__all__ = ["ClientFacts", "client_facts", "search_clients"]


def search_clients(user: User, text: str) -> ClientQuerySet:
    """The clients whom this user may see and who match every word, by family name.

    A word may be the beginning of a name (any part of one in Chinese, Japanese or Korean), of an e-mail address,
    a unique id or a card number, or the last four or more digits of a telephone number. No text: everybody
    whom the user may see. A text of signs only finds nobody.
    """
    visible = Client.objects.visible_to(user).order_by("family_name", "given_name", "pk")
    if not text.strip():
        return visible
    condition = clients_with_words(text)
    return visible.filter(condition) if condition is not None else visible.none()
