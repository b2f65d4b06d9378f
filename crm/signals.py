"""What travels upwards. Each is sent on commit, with ids only, and a receiver may run twice.

``purchases_recorded(purchase_ids: list[int])``: new purchases, imported or by API.
``stock_alert_requested(alert_id: int)``: a client asked to hear when a variant is back.
``segment_entered(segment_id: int, client_id: int)``.
"""

from django.dispatch import Signal

purchases_recorded = Signal()
stock_alert_requested = Signal()
segment_entered = Signal()
