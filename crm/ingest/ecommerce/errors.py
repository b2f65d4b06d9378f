"""Why nothing can be made of an event."""


class EventUnusable(ValueError):
    """A stable ``code``, the ``path`` of the property in question, and a sentence that repeats no value.

    Codes: ``order_id_missing``, ``order_id_invalid``, ``products_missing``, ``products_invalid``,
    ``products_too_many``, ``sku_missing``, ``sku_invalid``, ``quantity_invalid``, ``price_missing``,
    ``price_invalid``, ``negative_price``, ``amount_too_large``, ``unknown_currency``, ``refund_exceeds_order``,
    ``refund_of_other_pieces``, ``refund_without_products``, ``order_never_came``, ``derivation_failed``,
    ``query_missing``, ``type_wrong``, and those of PurchaseError.
    """

    def __init__(self, code: str, path: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.path, self.detail = code, path, detail

    @property
    def sentence(self) -> str:
        return f"{self.path}: {self.detail}"[:200]
