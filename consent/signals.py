"""What travels upwards, with ids only; a receiver may run twice. Sent on commit.

``decision_pending(decision_id: int)``: a yes waits for the owner of the address to confirm it.
``request_opened(request_id: int)``: somebody uses a right of theirs.
``request_running_out(request_id: int)``: the time for an answer ends soon, or is over.
``handed_in_running_out(handed_in_id: int)``: the same of what was handed in for somebody whom nobody knows.
``request_answered(step_id: int)``: there may be news for whoever asked (consent.rights.news).
``identity_asked(challenge_id: int)``: a code is to be sent to the address of the challenge.
"""

from django.dispatch import Signal

decision_pending = Signal()
request_opened = Signal()
request_running_out = Signal()
handed_in_running_out = Signal()
request_answered = Signal()
identity_asked = Signal()
