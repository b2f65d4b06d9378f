"""What travels upwards, with ids only; a receiver may run twice.

``decision_pending(decision_id: int)``: a yes waits for the owner of the address to confirm it. Sent on commit.
"""

from django.dispatch import Signal

decision_pending = Signal()
