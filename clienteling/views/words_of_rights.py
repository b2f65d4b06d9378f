"""The rights of clients in the words of the counter, and what a refusal means to whoever reads it on a screen."""

REFUSED = {
    "right_unknown": "There is no such right. Nothing was written down.",
    "detail_missing": "Write down what is wrong and how it should read. Nothing was kept.",
    "detail_too_long": "At most 1,000 letters. Nothing was kept.",
    "received_at_invalid": "This day has not come yet, or is more than ninety days ago. Nothing was written down.",
    "client_erased": "This person was erased since; there is nothing to put right. Nothing was changed.",
    "request_closed": "This request is closed. Nothing was changed.",
    "request_not_open": "It is being carried out already. Nothing was changed.",
    "identity_unconfirmed": "Make sure first who asks. Nothing was changed.",
    "no_known_address": "The house has known no e-mail of theirs for a week: ask for a document. No code was sent.",
    "too_many_codes": "Three codes an hour, nine a day. No further one was sent; try again later.",
    "code_wrong": "That is not the code. The request waits; a code has three tries.",
    "code_expired": "That code is over ten minutes old, or none was sent. Send a new one.",
    "code_spent": "That code was used, or tried three times. Send a new one.",
    "extension_too_late": "The month is over: it can no longer be extended. Nothing was changed.",
    "extended_already": "It was extended once; the law knows no second time. Nothing was changed.",
    "held": "This client is kept by a hold, for a claim say: lift it first, or refuse by law. Nothing was changed.",
    "reason_missing": "A reason is missing. Nothing was changed.",
    "export_not_ready": "The file is not ready, or its week is over. Have it made again.",
    "nothing_changed": "No value is another than before. Nothing was changed.",
    "value_invalid": "A value cannot be kept as it stands. Nothing was changed.",
    "not_restricted": "This client is not restricted, or no longer. Nothing was changed.",
    "score_unknown": "There is no such score of this client any more. Nothing was changed.",
}

RIGHTS = [
    ("objection_marketing", "No more news and invitations"),
    ("objection_profiling", "No conclusions from what they bought and looked at"),
    ("access", "What do you hold of me?"),
    ("rectification", "Something is wrong"),
    ("portability", "My data, to take with me"),
    ("restriction", "Keep it, and do not use it"),
    ("erasure", "Forget me"),
    ("human_review", "A person is to look at what the computer says of me"),
]
