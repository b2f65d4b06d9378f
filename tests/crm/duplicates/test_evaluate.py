"""The figures on labelled files: those that are known, and small ones of other columns."""

import csv
import gzip
import json
import os
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pyarrow
import pytest
from django.core.management import CommandError, call_command
from pyarrow import parquet

from crm.duplicates.evaluation.figures import THRESHOLDS
from tests.crm.duplicates.synthetic import Careless, labelled_people

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("CLIENTELING_DATA", ROOT.parent / "shared" / "data"))
FEBRL_MAP = ROOT / "docs" / "examples" / "febrl.toml"
needs_febrl = pytest.mark.skipif(not DATA.is_dir(), reason=f"no {DATA}; set CLIENTELING_DATA")

PEOPLE = """id,name,mail,born
1,Camille Laurent,camille@mail.example,12/06/1984
1,"Laurent, Camile",camille@mail.example,12/06/1984
2,Екатерина Волкова,volkova@mail.example,03/11/1979
2,Katya Volkova,,03/11/1979
3,Paul Moreau,,01/02/1990
,Anna Rossi,,25/05/1971
,Marco Bianchi,,14/09/1966
"""
PEOPLE_MAP = """
truth = {column = "id"}
file = {date = "%d/%m/%Y"}
columns = {full_name = "name", email = "mail", birth_date = "born"}
"""


def evaluate(*files: Path, map_path: Path) -> str:
    out = StringIO()
    call_command("evaluate", "duplicates", *files, map=map_path, stdout=out)
    return out.getvalue()


def headline(printed: str) -> tuple[float, float]:
    """Precision and recall of the pairs that are more likely one person than not."""
    found = re.search(r"more likely than not.*precision ([\d.]+), recall ([\d.]+)", printed)
    assert found
    return float(found[1]), float(found[2])


@needs_febrl
def test_febrl_4_is_matched_without_its_national_id() -> None:
    files = [DATA / "febrl_dataset4a.csv.gz", DATA / "febrl_dataset4b.csv.gz"]

    precision, recall = headline(evaluate(*files, map_path=FEBRL_MAP))

    assert precision >= 0.999
    assert recall >= 0.996


@needs_febrl
def test_febrl_2_is_matched_within_one_file() -> None:
    precision, recall = headline(evaluate(DATA / "febrl_dataset2.csv.gz", map_path=FEBRL_MAP))

    assert precision >= 0.998
    assert recall >= 0.995


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def test_a_small_file_of_other_columns_is_matched(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv.gz", PEOPLE)

    printed = evaluate(people, map_path=written(tmp_path, "map.toml", PEOPLE_MAP))

    assert headline(printed) == (1.0, 1.0)
    assert printed.startswith("7 records, 2 true pairs,")


def test_a_second_file_may_name_its_columns_otherwise(tmp_path: Path) -> None:
    first = written(tmp_path, "first.csv", "id,name,born\n1,Camille Laurent,12/06/1984\n2,Paul Moreau,01/02/1990\n")
    second = written(
        tmp_path, "second.csv", "who;first;last;dob\nx-2;Paul;Moreau;1990-02-01\nx-9;Anna;Rossi;1971-05-25\n"
    )
    mapping = """
        truth = {column = "id"}
        columns = {full_name = "name", birth_date = "born"}
        file = {date = "%d/%m/%Y"}
        [second]
        truth = {column = "who", pattern = 'x-(.+)'}
        columns = {given_name = "first", family_name = "last", birth_date = "dob"}
        file = {delimiter = ";"}
    """

    printed = evaluate(first, second, map_path=written(tmp_path, "map.toml", mapping))

    assert headline(printed) == (1.0, 1.0)
    assert printed.startswith("4 records, 1 true pairs,")


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("columns = {full_name = 'nom'}\ntruth = {column = 'id'}", "has no column nom"),
        ("columns = {nickname = 'nick'}\ntruth = {column = 'id'}", "has no column nick"),
        ("columns = {full_name = 'name'}\ntruth = {column = 'id'}\n[compare]\nborn = 'moon'", "born in [compare]"),
        ("columns = {full_name = 'name'}", "column in [truth] are needed"),
        ("columns = {full_name = 'name'}\ntruth = {column = 'id', pattern = 'x'}", "needs a group"),
        ("columns = 'name'\ntruth = {column = 'id'}", "columns must be a table"),
        ("columns = {full_name = 'name'}\ntruth = 'id'", "truth must be a table"),
        ("columns = {full_name = 'name'}\ntruth = {column = 'id', pattern = 5}", "pattern in [truth] must be a text"),
        (
            "columns = {full_name = 'name'}\ntruth = {column = 'id'}\nfile = {encoding = 8}",
            "encoding in [file]",
        ),
        ("second = 'again'\ncolumns = {full_name = 'name'}\ntruth = {column = 'id'}", "second must be a table"),
        ("compare = 'text'\ncolumns = {full_name = 'name'}\ntruth = {column = 'id'}", "compare must be a table"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_in_words(tmp_path: Path, mapping: str, message: str) -> None:
    people = written(tmp_path, "people.csv", PEOPLE)

    with pytest.raises(CommandError) as refusal:
        evaluate(people, map_path=written(tmp_path, "map.toml", mapping))

    assert message in str(refusal.value)


def test_a_line_that_is_no_row_is_counted_and_left_out(tmp_path: Path) -> None:
    people = written(tmp_path, "people.csv", PEOPLE + "4,too few\n")

    printed = evaluate(people, map_path=written(tmp_path, "map.toml", PEOPLE_MAP))

    assert "1 lines could not be read and are left out." in printed.splitlines()


def as_parquet(folder: Path, name: str) -> Path:
    rows = list(csv.DictReader(StringIO(PEOPLE)))
    columns = {column: [row[column] or None for row in rows] for column in rows[0]}
    columns["born"] = [date(*map(int, reversed(str(born).split("/")))) for born in columns["born"]]  # type: ignore[misc]
    parquet.write_table(pyarrow.table(columns), folder / name)
    return folder / name


def encoded(folder: Path, text: str, encoding: str, errors: str = "strict") -> Path:
    path = folder / "people.csv"
    path.write_bytes(text.encode(encoding, errors))
    return path


def compressed(folder: Path) -> Path:
    path = folder / "people.data"
    path.write_bytes(gzip.compress(PEOPLE.encode()))
    return path


FORMS: dict[str, Callable[[Path], Path]] = {
    "semicolons and cp1252": lambda folder: encoded(
        folder,
        PEOPLE.replace('"Laurent, Camile"', "Camile Laurènt").replace(",", ";").replace("Екатерина", "Katya"),
        "cp1252",
        errors="replace",
    ),
    "tabs and UTF-16": lambda folder: encoded(
        folder, PEOPLE.replace('"Laurent, Camile"', "Camile Laurent").replace(",", "\t"), "utf-16"
    ),
    "Parquet": lambda folder: as_parquet(folder, "people.parquet"),
    "Parquet by another name": lambda folder: as_parquet(folder, "people.data"),
    "gzip by another name": compressed,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_read_whatever_its_form(tmp_path: Path, form: str) -> None:
    people = FORMS[form](tmp_path)
    mapping = PEOPLE_MAP.replace('file = {date = "%d/%m/%Y"}', "")

    printed = evaluate(people, map_path=written(tmp_path, "map.toml", mapping))

    assert headline(printed) == (1.0, 1.0)
    assert printed.startswith("7 records, 2 true pairs,")


def test_columns_that_have_no_name_of_ours_help(tmp_path: Path) -> None:
    rows = ["id,first,last,passport,joined,height"]
    for number in range(200):
        rows += [f"{number},Anna,Rossi,X{7919 * number % 100_000:05}Z,{1 + number % 28}/3/2019,1{number % 60:02}.0"] * 2
    people = written(tmp_path, "people.csv", "\n".join(rows))
    mapping = """
        truth = {column = "id"}
        [columns]
        given_name = "first"
        family_name = "last"
        passport = "passport"
        joined = "joined"
        height = "height"
    """

    printed = evaluate(people, map_path=written(tmp_path, "map.toml", mapping))

    kinds = [line for line in printed.splitlines() if " is compared as " in line]
    assert kinds == [
        "height is compared as number.",
        "joined is compared as date.",
        "passport is compared as identifier.",
    ]
    assert headline(printed) == (1.0, 1.0)


def test_the_figures_come_as_json_too(tmp_path: Path) -> None:
    people, out = written(tmp_path, "people.csv", PEOPLE), StringIO()

    call_command(
        "evaluate", "duplicates", people, map=written(tmp_path, "map.toml", PEOPLE_MAP), as_json=True, stdout=out
    )

    figures = json.loads(out.getvalue())
    assert (figures["records"], figures["precision"], figures["recall"], figures["f1"]) == (7, 1.0, 1.0, 1.0)
    assert [point["threshold"] for point in figures["curve"]] == list(THRESHOLDS)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "has no line, not even a header"),
        ("cut.csv.gz", gzip.compress(PEOPLE.encode() * 50, mtime=0)[:200], "cannot be read to its end"),
        ("cut.parquet", b"PAR1 and no more", "is no whole Parquet file"),
    ],
    ids=["empty", "gzip", "parquet"],
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        evaluate(tmp_path / name, map_path=written(tmp_path, "map.toml", PEOPLE_MAP))

    assert message in str(refusal.value)


def test_careless_people_are_found_in_a_file_of_households_and_twins(tmp_path: Path) -> None:
    rows = labelled_people(600, seed=2, careless=Careless(typo=0.1, missing=0.05))
    out = StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    mapping = """
        truth = {column = "entity"}
        [columns]
        given_name = "first"
        family_name = "last"
        birth_date = "dob"
        email = "email"
        phone = "phone"
        address = "street"
        city = "town"
        postcode = "zip"
        sex = "sex"
    """

    precision, recall = headline(
        evaluate(written(tmp_path, "people.csv", out.getvalue()), map_path=written(tmp_path, "map.toml", mapping))
    )

    # Who of a couple came, nobody can tell where the given name is left out: that is most of what is wrong.
    assert (precision > 0.9, recall > 0.95) == (True, True)
