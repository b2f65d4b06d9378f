import os
import subprocess
import sys

from clienteling.engines.place import PROJECT


def test_a_database_that_does_not_answer_is_told_without_its_password_and_with_what_to_do() -> None:
    environment = os.environ | {"DATABASE_URL": "postgresql://house:secret@127.0.0.1:1/crm"}

    done = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--no-color"],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("PostgreSQL                postgresql://house@127.0.0.1/crm: connection")
    assert lines[1].strip() == "Start that server, or correct or unset DATABASE_URL."
    assert "secret" not in done.stdout + done.stderr
