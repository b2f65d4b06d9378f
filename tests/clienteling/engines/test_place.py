import os
from pathlib import Path

import pytest

from clienteling.engines import EngineError, addresses
from clienteling.engines.owner import Owner, check_private, make_folders, make_state
from clienteling.engines.place import POSTGRES_SOCKET, Place, current_place

MYSELF = Owner(os.geteuid(), os.getegid())


@pytest.fixture
def unconfigured(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DATABASE_URL", "REDIS_URL", "CLIENTELING_VAR", "CLIENTELING_ENGINES_HOME"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_addresses_are_known_without_starting_or_making_anything(
    unconfigured: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unconfigured.setenv("CLIENTELING_VAR", str(tmp_path / "var"))

    first, second = addresses(), addresses()

    assert first == second
    assert (first.is_database_embedded, first.is_redis_embedded) == (True, True)
    assert list(tmp_path.iterdir()) == []


def test_configured_addresses_win(unconfigured: pytest.MonkeyPatch) -> None:
    unconfigured.setenv("DATABASE_URL", "postgresql://db.example/crm")
    unconfigured.setenv("REDIS_URL", "redis://cache.example/0")

    found = addresses()

    assert (found.database_url, found.redis_url) == ("postgresql://db.example/crm", "redis://cache.example/0")
    assert (found.is_database_embedded, found.is_redis_embedded) == (False, False)


def test_two_folders_have_two_places(unconfigured: pytest.MonkeyPatch) -> None:
    unconfigured.setenv("CLIENTELING_VAR", "/srv/one")
    one = current_place()
    unconfigured.setenv("CLIENTELING_VAR", "/srv/two")

    assert len({one.state, current_place().state, one.run, current_place().run}) == 4


@pytest.mark.parametrize("uid", [0, 1000])
def test_a_socket_path_is_never_longer_than_the_system_allows(unconfigured: pytest.MonkeyPatch, uid: int) -> None:
    unconfigured.setattr(os, "geteuid", lambda: uid)
    unconfigured.setenv("CLIENTELING_VAR", "/home/" + "very-long-folder-name/" * 12)

    longest = max(len(os.fsencode(current_place().run / name)) for name in (POSTGRES_SOCKET, "valkey.sock"))

    assert longest <= 103


def test_an_ordinary_users_data_lies_in_the_folder_itself(unconfigured: pytest.MonkeyPatch) -> None:
    unconfigured.setattr(os, "geteuid", lambda: 1000)
    unconfigured.setenv("CLIENTELING_VAR", "/home/camille/clienteling/var")

    assert current_place() == Place(
        var=Path("/home/camille/clienteling/var"),
        state=Path("/home/camille/clienteling/var/engines"),
        run=Path("/home/camille/clienteling/var/engines/run"),
    )


def test_folders_are_closed_to_others_and_existing_ones_keep_their_permissions(
    unconfigured: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    var = tmp_path / "var"
    var.mkdir(mode=0o750)
    unconfigured.setenv("CLIENTELING_VAR", str(var))
    unconfigured.setenv("CLIENTELING_ENGINES_HOME", str(tmp_path / "home"))
    place = current_place()

    for _ in range(2):
        make_state(place, MYSELF)
        make_folders(place, MYSELF)

    modes = {path.stat().st_mode & 0o777 for path in (place.valkey_data, place.logs, place.run)}
    assert modes == {0o700}
    assert var.stat().st_mode & 0o777 == 0o750


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    with pytest.raises(EngineError) as refused:
        check_private(tmp_path, MYSELF)

    assert str(refused.value) == f"{tmp_path} is open to other users: run `chmod 700 {tmp_path}`."
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_folder_or_a_link_that_somebody_else_put_there_is_refused(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    link = tmp_path / "link"
    link.symlink_to(private)

    for folder, owner in ((private, Owner(os.geteuid() + 1, 0)), (link, MYSELF)):
        with pytest.raises(EngineError) as refused:
            check_private(folder, owner)
        assert str(refused.value) == (
            f"{folder} belongs to somebody else: remove it, or set CLIENTELING_VAR to another folder."
        )
