"""Carts and wish lists from events, many at a time: each is applied to what was there before its moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crm.actions.carts import (
    MOST_OF_ONE,
    CartState,
    Key,
    carts_named,
    lock_carts,
    name_carts,
    set_cart_states,
)
from crm.actions.wishes import WishState, set_wish_states
from crm.ingest.ecommerce import names
from crm.ingest.ecommerce.articles import Article, find_articles
from crm.ingest.ecommerce.parsing import ListEvent
from crm.models import CartItem, Client, Interaction, Purchase, PurchaseLine

# What was put in a cart before that is history, not a cart: a file of old events fills nobody's.
CART_LASTS = timedelta(days=30)
Bought = dict[tuple[int, int, str], datetime]


@dataclass(frozen=True)
class Said:
    """One event of a client who is known, with its articles; ``articles`` is None where it does not say."""

    name: str
    client_id: int
    brand_id: int
    source: str
    at: datetime
    articles: tuple[tuple[Article, int | None], ...] | None

    @property
    def key(self) -> Key:
        return self.client_id, self.brand_id

    @property
    def names_all(self) -> bool:
        """Whether it names all that is in the cart: what is not named is not there."""
        return self.name in names.WHOLE_CARTS and self.articles is not None


def derive_lists(events: Sequence[tuple[Interaction, ListEvent, Client]], *, now: datetime) -> None:
    """Bring carts and wish lists up to these events, in the caller's transaction, in whatever order they came."""
    said = sorted(_said(events), key=lambda each: each.at)
    _derive_carts([each for each in said if each.name in names.CARTS and each.at > now - CART_LASTS])
    set_wish_states(_wishes(each for each in said if each.name in names.WISHES))


def _derive_carts(said: Sequence[Said]) -> None:
    if not said:
        return
    clients = {each.client_id for each in said}
    lock_carts(clients)
    named = carts_named(clients)
    # What was named whole later says all that is left of this.
    news = [each for each in said if each.key not in named or each.at > named[each.key]]
    name_carts({each.key: each.at for each in news if each.names_all})
    set_cart_states(_carts(news, _held(news), _bought(news)))


def _said(events: Sequence[tuple[Interaction, ListEvent, Client]]) -> list[Said]:
    found = find_articles(
        (event.source.brand_id, product) for event, listed, _ in events for product in listed.products or ()
    )
    return [
        Said(
            listed.name, client.pk, event.source.brand_id, event.source.code, event.timestamp,
            None if listed.products is None else tuple(
                (found[event.source.brand_id, product.sku], product.quantity) for product in listed.products
            ),
        )
        for event, listed, client in events
    ]  # fmt: skip


def _wishes(said: Iterable[Said]) -> list[WishState]:
    """The last word on each piece."""
    states = {}
    for each in said:
        for article, _ in each.articles or ():
            states[each.key, article.sku] = WishState(
                each.client_id, each.brand_id, article.sku, article.variant_id, each.name == names.WISHED, each.source,
                each.at,
            )  # fmt: skip
    return list(states.values())


def _held(said: Sequence[Said]) -> dict[Key, dict[str, CartState]]:
    """What these carts hold, locked, so that a quantity is added to what is there."""
    held: defaultdict[Key, dict[str, CartState]] = defaultdict(dict)
    clients = {each.client_id for each in said}
    rows = CartItem.objects.filter(client__in=clients).order_by("client_id", "brand_id", "sku").select_for_update()
    fields = tuple(CartState.__dataclass_fields__)
    for row in rows.values_list(*fields):
        state = CartState(*row)
        held[state.client_id, state.brand_id][state.sku] = state
    return held


def _bought(said: Sequence[Said]) -> Bought:
    """When each of these clients last bought each SKU: what was bought later is no longer in the cart."""
    if not said:
        return {}
    lines = PurchaseLine.objects.filter(
        purchase__client__in={each.client_id for each in said},
        purchase__occurred_at__gte=min(each.at for each in said),
        purchase__kind=Purchase.Kind.SALE,
    ).order_by("purchase__occurred_at")
    rows = lines.values_list("purchase__client", "purchase__brand", "sku", "purchase__occurred_at")
    return {(client, brand, sku): at for client, brand, sku, at in rows}


def _carts(said: Sequence[Said], held: Mapping[Key, dict[str, CartState]], bought: Bought) -> list[CartState]:
    """The states that are news, of each piece the last."""
    changed: dict[tuple[Key, str], CartState] = {}
    for each in said:
        cart = held[each.key]
        for state in _whole(each, cart) if each.name in names.WHOLE_CARTS else _changed(each, cart):
            before = cart.get(state.sku)
            if before is None or before.changed_at < state.changed_at:
                cart[state.sku] = changed[each.key, state.sku] = state
    return [_unless_bought(state, bought) for state in changed.values()]


def _changed(said: Said, cart: Mapping[str, CartState]) -> list[CartState]:
    states = []
    for article, quantity in said.articles or ():
        there = cart[article.sku].quantity if article.sku in cart else 0
        if said.name == names.PRODUCT_REMOVED:
            left = 0 if quantity is None else max(there - quantity, 0)
        else:
            left = there + (quantity or 1)
        states.append(_state(said, article, left))
    return states


def _whole(said: Said, cart: Mapping[str, CartState]) -> list[CartState]:
    """All that is in it: what is not named is not there. An event that names nothing at all says nothing."""
    if said.articles is None:
        return []
    listed: dict[str, CartState] = {}
    for article, quantity in said.articles:
        there = listed[article.sku].quantity if article.sku in listed else 0
        listed[article.sku] = _state(said, article, there + (quantity or 1))
    gone = [
        replace(state, quantity=0, source=said.source, changed_at=said.at)
        for sku, state in cart.items()
        if sku not in listed and state.quantity
    ]
    return [*gone, *listed.values()]


def _state(said: Said, article: Article, quantity: int) -> CartState:
    most = min(quantity, MOST_OF_ONE)
    return CartState(said.client_id, said.brand_id, article.sku, article.variant_id, most, said.source, said.at)


def _unless_bought(state: CartState, bought: Bought) -> CartState:
    at = bought.get((state.client_id, state.brand_id, state.sku))
    return replace(state, quantity=0, changed_at=at) if at is not None and at >= state.changed_at else state
