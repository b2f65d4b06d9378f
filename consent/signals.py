"""What travels upwards, with ids only; a receiver may run twice. Sent on commit.

``decision_pending(decision_id: int)``: a yes waits for the owner of the address to confirm it.
``request_opened(request_id: int)``: somebody uses a right of theirs.
``identity_asked(challenge_id: int)``: a code is to be sent to the address of the challenge.
"""

from django.dispatch import Signal

decision_pending = Signal()
request_opened = Signal()
identity_asked = Signal()
