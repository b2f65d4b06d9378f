"""Pages that are opened by a link of the house or a signature, by nobody's log-in."""

from tests.matrix.answers import Row, answers

# A link that is not ours opens nothing of the client's own page, to nobody.
OF_THE_CLIENTS_PAGE = (
    ("data/address/", "post", "data/address/"),
    ("data/", "get", "data/"),
    ("data/correct/", "post", "data/correct/"),
    ("rights/", "get", "rights/"),
    ("rights/ask/", "post", "rights/ask/"),
    ("rights/<str:reference>/", "get", "rights/R-1/"),
    ("rights/<str:reference>/send-code/", "post", "rights/R-1/send-code/"),
    ("rights/<str:reference>/code/", "post", "rights/R-1/code/"),
    ("rights/<str:reference>/take-back/", "post", "rights/R-1/take-back/"),
    ("rights/<str:reference>/file/", "post", "rights/R-1/file/"),
)

ROWS = [
    # Whoever calls signs, or is refused; nobody's role counts.
    Row("hooks/wechat/<slug:account>/", "get", "/hooks/wechat/gh_nobody/", answers(403, stranger=403)),
    Row("preferences/confirm/<str:token>/", "get", "/preferences/confirm/made-up/", answers(400, stranger=400)),
    *(
        Row(f"preferences/<str:token>/{route}", method, f"/preferences/made-up/{address}", answers(400, stranger=400))
        for route, method, address in OF_THE_CLIENTS_PAGE
    ),
    Row("preferences/address/<str:token>/", "get", "/preferences/address/made-up/", answers(400, stranger=400)),
    Row("preferences/hand/<str:token>/", "get", "/preferences/hand/made-up/", answers(400, stranger=400)),
    Row("preferences/<str:token>/", "get", "/preferences/made-up/", answers(400, stranger=400)),
    Row("preferences/<str:token>/decide/", "post", "/preferences/made-up/decide/", answers(400, stranger=400)),
    Row("preferences/<str:token>/pause/", "post", "/preferences/made-up/pause/", answers(400, stranger=400)),
    Row("preferences/<str:token>/frequency/", "post", "/preferences/made-up/frequency/", answers(400, stranger=400)),
    Row(
        "preferences/<str:token>/unsubscribe/", "post", "/preferences/made-up/unsubscribe/", answers(400, stranger=400)
    ),
]
