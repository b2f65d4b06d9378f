"""What axe-core says of a page, and what checks.js says beside it: one sentence for each thing that is wrong."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.node_packages import packages_of

HERE = Path(__file__).parent
# WCAG 2.2 AA, and what the makers of axe hold to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([kind, values]) => {
  const rules = kind === 'tag' ? {'target-size': {enabled: true}} : {}
  const said = await axe.run(document, {runOnly: {type: kind, values}, resultTypes: ['violations'], rules})
  const why = (summary) => summary.split('\\n').slice(1).join(';').trim()
  return said.violations.flatMap(({id, nodes}) => nodes.map(
    ({target, html, failureSummary}) => [id, target.join(' '), why(failureSummary), html]))
}"""


@cache
def _source() -> str:
    """Both as one script: the browser's driver runs it, which the pages' own policy would not allow."""
    axe = packages_of(HERE) / "axe-core" / "axe.min.js"
    return axe.read_text(encoding="utf-8") + (HERE / "checks.js").read_text(encoding="utf-8")


def bring(page: Page) -> None:
    page.evaluate(_source())


def found_by_axe(page: Page, *rules: str) -> list[str]:
    """By all rules of WCAG 2.2 AA, or by these."""
    found = page.evaluate(RUN, ["rule", list(rules)] if rules else ["tag", TAGS])
    return [f"{rule}: {target}: {why[:200]} {html[:160]}" for rule, target, why, html in found]


def found_by(page: Page, *checks: str) -> list[str]:
    """By these functions of checks.js."""
    return [f"{check}: {each}" for check in checks for each in page.evaluate(f"accessibility.{check}()")]
