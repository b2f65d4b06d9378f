"""The figures on labelled files: those that are known, and small ones of other columns."""

import gzip
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

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
        ("columns = {nickname = 'name'}\ntruth = {column = 'id'}", "[columns] has nickname"),
        ("columns = {full_name = 'name'}", "column in [truth] are needed"),
        ("columns = {full_name = 'name'}\ntruth = {column = 'id', pattern = 'x'}", "needs a group"),
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
