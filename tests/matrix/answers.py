"""A row of the matrix: an address as the resolver has it, how it is called, and who is answered how."""

from typing import Any, NamedTuple

LOG_IN, DONE, REFUSED, UNKNOWN = 302, 302, 403, 404
STAFF = ("alice", "charlie", "maya", "hana", "italy", "elsewhere", "petra", "ada")
# Who is answered as somebody else is, unless a row says otherwise: Bob is Alice's colleague, Sora an advisor of
# another brand, Fanny at the headquarters of Camille's country, Pia the privacy officer of another brand.
LIKE = {"bob": "alice", "sora": "charlie", "fanny": "italy", "pia": "petra"}
ROLES = (
    "stranger", "alice", "bob", "maya", "charlie", "sora", "fanny", "italy", "hana", "elsewhere", "petra", "pia", "ada"
)  # fmt: skip
# For these Camille does not exist, whatever they may do with others: refused or not, they learn nothing of her.
BLIND = ("charlie", "sora", "elsewhere", "pia")
Answers = dict[str, int]


class Row(NamedTuple):
    route: str
    method: str
    address: str
    answers: Answers
    content: dict[str, Any] = {}

    @property
    def given(self) -> Answers:
        """What each role is answered, those included who are answered as another one is."""
        return {name: self.answers.get(name, self.answers[LIKE.get(name, name)]) for name in ROLES}


def answers(everybody: int, **others: int) -> Answers:
    return {"stranger": LOG_IN, **dict.fromkeys(STAFF, everybody), **others}


def of_one_client(answered: int) -> Answers:
    """Camille is known in Paris: to its boutique, its country and the group, to nobody in Milan or in another brand."""
    return answers(answered, charlie=UNKNOWN, italy=UNKNOWN, fanny=answered, elsewhere=UNKNOWN, petra=REFUSED)


OPEN = answers(200, stranger=200)
WITH_CLIENTS = answers(200, petra=REFUSED)
FORWARDED = answers(302, stranger=302)
