"""The bill of materials says what the lock says, every time the same."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from clienteling.lib.sbom import Package, bill_of_materials, read_lock

LOCK = """\
# a comment
Django==5.2.19 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via clienteling
async_timeout==5.0.1 ; python_full_version < '3.11.3' \\
    --hash=sha256:{a}
redis[hiredis]==6.1.0
""".format(a="a" * 64, b="b" * 64)


def test_each_package_of_a_lock_is_read_with_its_hashes_and_marker() -> None:
    assert read_lock(LOCK) == [
        Package("Django", "5.2.19", "", ("a" * 64, "b" * 64)),
        Package("async_timeout", "5.0.1", "python_full_version < '3.11.3'", ("a" * 64,)),
        Package("redis", "6.1.0", "", ()),
    ]


def test_a_component_is_named_as_package_urls_are() -> None:
    components = bill_of_materials(read_lock(LOCK), name="house", version="1")["components"]

    assert [each["purl"] for each in components] == [
        "pkg:pypi/django@5.2.19", "pkg:pypi/async-timeout@5.0.1", "pkg:pypi/redis@6.1.0",
    ]  # fmt: skip
    assert components[1] == {
        "type": "library", "bom-ref": "pkg:pypi/async-timeout@5.0.1", "name": "async_timeout", "version": "5.0.1",
        "purl": "pkg:pypi/async-timeout@5.0.1",
        "externalReferences": [
            {
                "type": "distribution", "url": "pkg:pypi/async-timeout@5.0.1",
                "hashes": [{"alg": "SHA-256", "content": "a" * 64}],
            }
        ],
        "properties": [{"name": "python:marker", "value": "python_full_version < '3.11.3'"}],
    }  # fmt: skip


@pytest.mark.parametrize("line", ["django>=5", "--index-url somewhere", "./a-folder"], ids=["range", "option", "path"])
def test_a_line_that_pins_nothing_is_refused(line: str, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"{line}\n")

    with pytest.raises(CommandError, match="pins no version"):
        call_command("sbom", "--lock", str(lock), "--output", str(tmp_path / "sbom.json"))

    assert not (tmp_path / "sbom.json").exists()


def test_a_lock_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nowhere.lock"):
        call_command("sbom", "--lock", str(tmp_path / "nowhere.lock"))


def test_the_products_own_lock_gives_the_same_bill_twice(tmp_path: Path) -> None:
    printed = io.StringIO()

    call_command("sbom", "--output", str(tmp_path / "sbom.json"), stdout=io.StringIO())
    call_command("sbom", stdout=printed)

    written = (tmp_path / "sbom.json").read_text()
    assert printed.getvalue() == written
    bill = json.loads(written)
    pinned = [line for line in (settings.BASE_DIR / "requirements.lock").read_text().splitlines() if "==" in line]
    assert (bill["bomFormat"], bill["specVersion"], len(bill["components"])) == ("CycloneDX", "1.6", len(pinned))
    assert "://" not in written
