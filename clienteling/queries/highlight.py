"""Which letters of a name answer what was typed."""

from crm.search.text import fold, words_of

Pieces = list[tuple[str, bool]]


def highlighted(name: str, text: str) -> Pieces:
    """The name cut into pieces, each with whether it is the beginning of a word that was looked for.

    Letters are folded one by one, so that ``elodie`` marks ``Élodie`` and positions stay those of the name.
    """
    marks = [False] * len(name)
    for typed in words_of(text):
        for start in _beginnings(name):
            length = _match(name[start:], typed)
            marks[start : start + length] = [True] * length
    return _pieces(name, marks)


def _beginnings(name: str) -> list[int]:
    """Where a word begins; in scripts without blanks every letter may begin one."""
    return [at for at, letter in enumerate(name) if at == 0 or not name[at - 1].isalnum() or ord(letter) >= 0x3040]


def _match(rest: str, typed: str) -> int:
    """How many letters of ``rest`` the typed word covers; 0 when it does not begin it."""
    covered = ""
    for length, letter in enumerate(rest, start=1):
        covered += fold(letter)
        if covered.startswith(typed):
            return length
        if not typed.startswith(covered):
            return 0
    return 0


def _pieces(name: str, marks: list[bool]) -> Pieces:
    pieces: Pieces = []
    for letter, is_marked in zip(name, marks, strict=True):
        if pieces and pieces[-1][1] == is_marked:
            pieces[-1] = (pieces[-1][0] + letter, is_marked)
        else:
            pieces.append((letter, is_marked))
    return pieces
