"""What README and docs lead to is there: links and their headings, files, commands and targets of make."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
CONFIGURATION = ROOT / "docs" / "configuration.md"
SETTINGS = sorted(path for folder in ("settings", "engines") for path in (ROOT / "clienteling" / folder).glob("*.py"))
VARIABLES = ("CLIENTELING_", "DATABASE_", "REDIS_", "EMAIL_", "STOREFRONT_", "APP_WRITE_")
MAP = ROOT / "docs" / "map.md"
APPS = ("clienteling", "journeys", "crm", "consent")
# Every app may have these, and the map says once what they are.
IN_EACH_APP = {
    "actions", "admin", "api", "management", "migrations", "models", "personal_data", "queries", "views"
}  # fmt: skip
FOLDERS = ("clienteling", "journeys", "crm", "consent", "docs", "tests", "templates", "static", ".ci")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Each relative link: the file that it leads to, and the heading there, or nothing."""
    for address in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", address):
            path, _, heading = address.partition("#")
            yield (page.parent / path if path else page), heading


def headings(page: Path) -> set[str]:
    """As a forge writes them in addresses: small letters, hyphens for spaces, and no other marks."""
    written = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in written}


def named(page: Path, pattern: str) -> set[str]:
    """What stands in the page as code, inline or in a block, where the pattern finds it."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```.*?```", text, re.S)
    inline = re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", text, flags=re.S))
    return {found for each in [*blocks, *inline] for found in re.findall(pattern, each)}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [(path, heading) for path, heading in links(page) if not leads(path, heading)] == []


def leads(path: Path, heading: str) -> bool:
    return path.exists() and (not heading or heading in headings(path))


def test_every_page_is_found_from_the_first() -> None:
    found, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in found:
            found.add(page)
            waiting += [each for path, _ in links(page) for each in pages_at(path.resolve())]

    assert sorted(name_of(page) for page in set(PAGES) - found) == []


def pages_at(path: Path) -> list[Path]:
    """A page, or those of a folder."""
    return sorted(path.glob("*.md")) if path.is_dir() else [path] * (path.suffix == ".md")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    paths = named(page, rf"(?<![\w./-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*")

    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_a_page_names_is_there(page: Path) -> None:
    commands, targets = named(page, r"manage\.py ([a-z_]+)"), named(page, r"(?<![\w-])make ([a-z-]+)")

    assert sorted(commands - set(get_commands())) == []
    assert sorted(targets - TARGETS) == []


def test_the_page_of_settings_has_each_variable_that_is_read() -> None:
    read = {name for path in SETTINGS for name in re.findall(r'"([A-Z][A-Z_]+[A-Z])"', path.read_text("utf-8"))}
    variables = {name for name in read if name.startswith(VARIABLES)}

    assert sorted(variables - named(CONFIGURATION, r"[A-Z][A-Z_]+")) == []


def test_the_map_has_a_line_for_each_folder() -> None:
    folders = {path for app in (*APPS, "tests") for path in (ROOT / app).iterdir() if holds_files(path)}
    own = {name_of(path) + "/" for path in folders if path.name not in {*IN_EACH_APP, *APPS}}

    assert sorted(own - named(MAP, r"[\w./-]+/")) == []


def holds_files(folder: Path) -> bool:
    """A folder that left the tree may still lie there with what Python had compiled of it."""
    return any(path.is_file() and path.parent.name != "__pycache__" for path in folder.rglob("*"))
