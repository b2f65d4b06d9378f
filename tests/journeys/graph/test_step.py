"""Any valid graph ends, and only valid graphs are taken."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.actions.library import second_purchase_graph, still_unavailable_graph
from journeys.graph import Due, GraphError, Message, Stopped, Transition, next_step, parse_graph

seconds = st.integers(0, 31_000_000)
middles = st.one_of(
    st.builds(lambda s: {"kind": "wait", "seconds": s}, seconds),
    st.builds(lambda s: {"kind": "send", "channel": "email", "template": "hello", "keep_seconds": s}, seconds),
)
# Anything at all in a graph's place: most of it must be refused, by a GraphError and nothing else.
names = st.sampled_from(["a", "b", "c", "", 3, None])
nodes = st.fixed_dictionaries(
    {"kind": st.sampled_from(["trigger", "wait", "send", "exit", "leap", None, []])},
    optional={
        "on": names,
        "next": names,
        "seconds": st.one_of(st.none(), st.integers(), st.floats()),
        "keep_seconds": st.integers(-5, 5),
        "channel": names,
        "template": names,
        "reason": names,
    },
)
anything = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"entry": names, "nodes": st.dictionaries(st.sampled_from(["a", "b", "c"]), nodes)},
        optional={"exit_when": st.one_of(st.lists(names, max_size=2), st.none())},
    ),
)


def chain(*links: dict[str, Any]) -> dict[str, Any]:
    """A document whose nodes n0, n1, ... follow each other from a trigger to an exit."""
    every = [{"kind": "trigger", "on": "purchase_recorded"}, *links, {"kind": "exit", "reason": "completed"}]
    named = {f"n{place}": {**link, "next": f"n{place + 1}"} for place, link in enumerate(every)}
    del named[f"n{len(every) - 1}"]["next"]
    return {"entry": "n0", "exit_when": ["bought_again"], "nodes": named}


def walk(document: dict[str, Any]) -> list[Transition]:
    graph = parse_graph(document)
    steps = [next_step(graph, graph.entry, Due())]
    while not steps[-1].ended_reason:
        steps.append(next_step(graph, steps[-1].node, Due()))
        assert len(steps) <= len(graph.nodes)
    return steps


@given(st.lists(middles, max_size=48))
def test_any_valid_graph_ends(links: list[dict[str, Any]]) -> None:
    steps = walk(chain(*links))

    assert len(steps) == len(links) + 1
    assert steps[-1].ended_reason == "completed"


@given(anything)
def test_whatever_is_taken_as_a_graph_ends(document: Any) -> None:
    try:
        parse_graph(document)
    except GraphError:
        return

    assert walk(document)[-1].ended_reason


def test_the_second_purchase_journey_waits_writes_watches_and_ends() -> None:
    steps = walk(second_purchase_graph())

    assert steps == [
        Transition("until-wave-1", wait=timedelta(days=21)),
        Transition("wave-1", message=Message("email", "second-purchase-1", timedelta(days=3))),
        Transition("after-wave-1", wait=timedelta(days=30)),
        Transition("end", ended_reason="did_not_buy_again"),
    ]


def test_the_still_unavailable_journey_waits_writes_and_ends() -> None:
    steps = walk(still_unavailable_graph(timedelta(seconds=20)))

    assert steps == [
        Transition("until-due", wait=timedelta(seconds=20)),
        Transition("still-unavailable", message=Message("email", "still-unavailable", timedelta(days=2))),
        Transition("end", ended_reason="completed"),
    ]


def test_an_exit_criterion_ends_the_run_wherever_it_stands() -> None:
    graph = parse_graph(second_purchase_graph())

    ends = [next_step(graph, node, Stopped("bought_again")) for node in graph.nodes]

    assert [end.ended_reason for end in ends] == ["bought_again"] * 5
    assert [end.message for end in ends] == [None] * 5


WAIT = {"kind": "wait", "seconds": 1}
EXIT = {"kind": "exit", "reason": "done"}
START = {"kind": "trigger", "on": "purchase_recorded"}


@pytest.mark.parametrize(
    ("document", "code", "node"),
    [
        ([], "graph_malformed", ""),
        ({"entry": "a", "nodes": {"a": []}}, "graph_malformed", "a"),
        ({"entry": "a", "nodes": {f"n{n}": EXIT for n in range(51)}}, "graph_too_large", ""),
        ({"entry": "z", "nodes": {"a": EXIT}}, "entry_missing", ""),
        ({"entry": "a", "nodes": {"a": {"kind": "leap"}}}, "kind_unknown", "a"),
        ({"entry": "a", "nodes": {"a": {**START}}}, "field_missing", "a"),
        ({"entry": "a", "nodes": {"a": {**WAIT, "seconds": -1, "next": "b"}, "b": EXIT}}, "field_invalid", "a"),
        ({"entry": "a", "nodes": {"a": EXIT}}, "trigger_misplaced", "a"),
        ({"entry": "a", "nodes": {"a": {**START, "next": "b"}}}, "next_missing", "a"),
        (
            {"entry": "a", "nodes": {"a": {**START, "next": "b"}, "b": {**WAIT, "next": "b"}}},
            "graph_has_a_loop",
            "b",
        ),
        ({"entry": "a", "nodes": {"a": {**START, "next": "b"}, "b": EXIT, "c": EXIT}}, "node_unreachable", "c"),
    ],
)
def test_a_graph_that_could_not_run_is_refused_with_its_node(document: Any, code: str, node: str) -> None:
    with pytest.raises(GraphError) as refusal:
        parse_graph(document)

    assert (refusal.value.code, refusal.value.node) == (code, node)
