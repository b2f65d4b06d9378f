"""The bill of materials of a lock file, in CycloneDX 1.6 (ECMA-424)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_PINNED = re.compile(
    r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[\w,\s-]*\])?==(?P<version>[^\s;]+)\s*(?:;\s*(?P<marker>.*?)\s*)?(?:--hash|$)"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """``marker``: on which machines it is installed, empty for every one. ``hashes``: SHA-256 of each of its files."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """https://github.com/package-url/purl-spec, type pypi: small letters, hyphens."""
        return f"pkg:pypi/{re.sub(r'[-_.]+', '-', self.name).lower()}@{self.version}"


def read_lock(text: str) -> list[Package]:
    """The packages of a requirements file with hashes, in its order. Raises ValueError on a line that pins nothing."""
    return [_package(entry) for entry in _entries(text)]


def bill_of_materials(packages: Iterable[Package], *, name: str, version: str) -> dict[str, Any]:
    """The same lock gives the same bill: there is neither a moment nor a random number in it."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": name, "name": name, "version": version}},
        "components": [_component(each) for each in packages],
    }


def _entries(text: str) -> list[str]:
    """Each requirement with the lines that continue it, without comments."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def _package(entry: str) -> Package:
    found = _PINNED.match(entry.strip())
    if found is None:
        raise ValueError(f"This line of the lock pins no version: {entry.split(maxsplit=1)[0]}")
    return Package(found["name"], found["version"], found["marker"] or "", tuple(_HASH.findall(entry)))


def _component(package: Package) -> dict[str, Any]:
    """Hashes of a package are those of its files wheels and sources; CycloneDX keeps them with the distribution."""
    component: dict[str, Any] = {
        "type": "library", "bom-ref": package.purl, "name": package.name, "version": package.version,
        "purl": package.purl,
    }  # fmt: skip
    if package.hashes:
        hashes = [{"alg": "SHA-256", "content": each} for each in package.hashes]
        component["externalReferences"] = [{"type": "distribution", "url": package.purl, "hashes": hashes}]
    if package.marker:
        component["properties"] = [{"name": "python:marker", "value": package.marker}]
    return component
