"""Finds look-ups of people that no scope narrows: in the source, so that one is found before anybody calls it.

What counts as narrowed: for a client, ``visible_to(user)``, ``records_of(client)`` or a relationship with the caller's
brand or boutique; for what hangs on a client, a condition on its client, boutique, brand, segment or owner whose value
was not typed by the caller. A parameter of type ``str`` or ``int`` is an address's or a form's, and so is whatever is
read from the request's body or query.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tests.client_doors.people import accessors, accessors_of_people, people

DOORS = {"visible_to", "known_to", "records_of"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
NARROWING = {
    "client", "a", "b", "keep", "user", "author", "boutique", "brand", "product", "segment", "audience", "send",
    "journey", "version", "enrolment", "repair", "request",
}  # fmt: skip
NAMING = {"uid", "email", "value", "code", "number", "name"}
TYPED = {"POST", "GET", "data", "query_params", "body", "FILES", "validated_data"}


@dataclass(frozen=True)
class Finding:
    """``where``: the function (or class) it stands in; ``what``: the look-up as written."""

    where: str
    line: int
    what: str


def findings(source: str) -> list[Finding]:
    """The look-ups of one module that need a scope and have none."""
    tree = ast.parse(source)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    found = []
    for node in ast.walk(tree):
        model = _looked_up(node)
        if model is None:
            continue
        chain = _whole(node, parents)
        typed = _typed_names(node, parents)
        if not _is_narrowed(chain, model, typed):
            found.append(Finding(_where(node, parents), node.lineno, ast.unparse(chain)))
    return found


def _looked_up(node: ast.AST) -> str | None:
    """The model whose rows are asked for here; the accessor's name for a related manager; None for anything else."""
    match node:
        case ast.Attribute(attr=attr, value=owner) if attr in MANAGERS:
            return _model_of(owner)
        case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=model), *_]) if name in SHORTCUTS:
            return model if model in people() else None
        case ast.Attribute(attr=attr, value=owner) if attr in accessors() and _is_nobody(attr, owner):
            return attr
        case ast.Call(func=ast.Attribute(attr="cursor")):
            return "raw SQL"
    return None


def _model_of(owner: ast.expr) -> str | None:
    match owner:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in people():
            return name
        case ast.Call(func=ast.Attribute(attr="get_model"), args=[*_, ast.Constant(value=str(name))]):
            last = name.rpartition(".")[2]
            return last if last in people() else None
    return None


def _is_nobody(accessor: str, owner: ast.expr) -> bool:
    """Whether the related manager hangs on a brand, a segment or the like, and not on somebody looked up before."""
    if accessor not in accessors_of_people():
        return True
    named = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return named.lower() in accessors()[accessor]


def _whole(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.expr:
    """The chain of calls that the look-up begins, and the shortcut that it is handed to."""
    while True:
        parent = parents.get(node)
        is_chain = isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Call) and parent.func is node)
        is_handed = isinstance(parent, ast.Call) and getattr(parent.func, "id", "") in SHORTCUTS
        if not (is_chain or (is_handed and node in parent.args)):  # type: ignore[union-attr]
            break
        node = parent  # type: ignore[assignment]
    assert isinstance(node, ast.expr)
    return node


def _is_narrowed(chain: ast.expr, model: str, typed: set[str]) -> bool:
    calls = [node for node in ast.walk(chain) if isinstance(node, ast.Call)]
    if any(isinstance(call.func, ast.Attribute) and call.func.attr in DOORS for call in calls):
        return True
    if model == "raw SQL":
        return False
    return any(_narrows(keyword, model, typed) for call in calls for keyword in call.keywords)


def _narrows(keyword: ast.keyword, model: str, typed: set[str]) -> bool:
    parts = (keyword.arg or "").split("__")
    if model == "Client":
        # A machine's door: the clients of its key's brand; and a boutique's own.
        return parts[:2] in (["relationships", "brand"], ["relationships", "boutique"]) and not _is_typed(
            keyword.value, typed
        )
    if _is_typed(keyword.value, typed) or NAMING & set(parts):
        return False
    is_row_in_hand = parts == ["pk"] and isinstance(keyword.value, ast.Attribute) and keyword.value.attr == "pk"
    return parts[0] in NARROWING or is_row_in_hand


def _is_typed(value: ast.expr, typed: set[str]) -> bool:
    for node in ast.walk(value):
        if isinstance(node, ast.Attribute) and node.attr in TYPED:
            return True
        if isinstance(node, ast.Name) and node.id in typed:
            return True
    return False


def _typed_names(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> set[str]:
    """Parameters of the function around it that come from an address or a form: those of type str and int."""
    while node in parents and not isinstance(node, ast.FunctionDef):
        node = parents[node]
    if not isinstance(node, ast.FunctionDef):
        return set()
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return {each.arg for each in every if getattr(each.annotation, "id", "") in {"str", "int"}}


def _where(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    names: list[str] = []
    for each in _upwards(node, parents):
        if isinstance(each, ast.FunctionDef | ast.ClassDef):
            names.insert(0, each.name)
    return ".".join(names) or "module"


def _upwards(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    while node in parents:
        node = parents[node]
        yield node
