"""A second telling of a purchase: the richer completes the poorer, and no money is doubled.

See docs/decisions/0016-orders-from-events.md.
"""

from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from crm.actions.carts import take_bought_from_cart
from crm.actions.relationships import know_client
from crm.actions.stock import move_stock
from crm.models import Brand, Client, PendingEvent, Purchase, PurchaseLine, PurchaseReference
from crm.receipts import PurchaseError, Receipt, lines_of, pieces_of, sold
from crm.signals import purchases_recorded


def lock_order(brand: Brand, order_ref: str) -> None:
    """Whoever else tells of this order, known or not, waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [f"{brand.pk}:{order_ref}"])


def wake_refunds(brand: Brand, order_ref: str) -> int:
    """What came before this order is due now; how many. The caller holds the order's lock."""
    waiting = PendingEvent.objects.filter(brand=brand, waits_for=order_ref)
    return waiting.update(waits_for="", attempts=0, due_at=timezone.now())


def complete_purchase(known: Purchase, receipt: Receipt) -> Purchase:
    """What is known, with what this telling adds to it; ``is_repeat`` is true.

    A record takes the place of what only an event told. A later event takes the place of an earlier one. Of two
    records the second fills in what the first left empty; PurchaseError ``order_differs`` when they disagree.
    """
    known.is_repeat = True
    is_same = (known.source, known.source_ref) == (receipt.source, receipt.source_ref)
    is_told_by_event = known.evidence == Purchase.Evidence.EVENT
    if is_told_by_event and not receipt.is_event:
        _replace_by_record(known, receipt)
        if receipt.client is not None and receipt.client.pk != known.client_id:
            _give_to(known, receipt.client)
    elif is_told_by_event and _is_later(known, receipt):
        _replace_content(known, receipt)
    elif is_same and not receipt.is_event:
        # The till repeats itself. What it says now is not looked at: the first word stands.
        return known
    elif not is_told_by_event and not receipt.is_event:
        _fill_in(known, receipt)
    learn_client(known, receipt.client)
    if not is_same:
        _note_reference(known, receipt.source, receipt.source_ref)
    return known


def _is_later(known: Purchase, receipt: Receipt) -> bool:
    return known.stated_at is None or (receipt.stated_at is not None and receipt.stated_at > known.stated_at)


def _replace_by_record(known: Purchase, receipt: Receipt) -> None:
    """The record's number becomes the purchase's own; that of the event stays findable. Now the stock moves."""
    told = (known.source, known.source_ref)
    known.source, known.source_ref = receipt.source, receipt.source_ref
    known.evidence = receipt.evidence
    known.occurred_at = receipt.occurred_at
    known.boutique = receipt.boutique or known.boutique
    known.advisor, known.country = receipt.advisor, receipt.country or known.country
    PurchaseReference.objects.filter(purchase=known, source=receipt.source, source_ref=receipt.source_ref).delete()
    _replace_content(known, receipt)
    if told != (receipt.source, receipt.source_ref):
        _note_reference(known, *told)
    if known.boutique is not None:
        move_stock(known.boutique, sold(list(known.lines.all())))


def _replace_content(known: Purchase, receipt: Receipt) -> None:
    known.currency, known.total, known.stated_at = receipt.currency, receipt.total, receipt.stated_at
    known.save()
    PurchaseLine.objects.filter(purchase=known).delete()
    PurchaseLine.objects.bulk_create(lines_of(known, receipt.lines))


def _fill_in(known: Purchase, receipt: Receipt) -> None:
    if is_told_otherwise(known, receipt):
        raise PurchaseError("order_differs")
    for name in ("boutique", "advisor", "country"):
        if not getattr(known, name):
            setattr(known, name, getattr(receipt, name))
    known.save(update_fields=["boutique", "advisor", "country"])


def is_told_otherwise(known: Purchase, receipt: Receipt) -> bool:
    """Whether two records of one order disagree on what was bought, for how much, or by whom."""
    clients = {purchaser.pk for purchaser in (known.client, receipt.client) if purchaser is not None}
    theirs = (receipt.kind, receipt.currency, receipt.total, receipt.pieces())
    return len(clients) > 1 or theirs != (
        known.kind, known.currency, known.total, pieces_of(list(known.lines.all()))
    )  # fmt: skip


def learn_client(known: Purchase, client: Client | None) -> bool:
    """Who bought, where nobody was known; whether that was news."""
    if client is None or known.client_id is not None:
        return False
    _give_to(known, client)
    return True


def _give_to(known: Purchase, client: Client) -> None:
    know_client(client, brand=known.brand, boutique=known.boutique, advisor=known.advisor, at=known.occurred_at)
    known.client = client
    known.save(update_fields=["client"])
    take_bought_from_cart(known, list(known.lines.all()))
    transaction.on_commit(partial(purchases_recorded.send, sender=Purchase, purchase_ids=[known.pk]))


def _note_reference(known: Purchase, source: str, source_ref: str) -> None:
    if (source, source_ref) == (known.source, known.source_ref):
        return
    PurchaseReference.objects.bulk_create(
        [PurchaseReference(purchase=known, brand=known.brand, source=source, source_ref=source_ref)],
        ignore_conflicts=True,
    )
