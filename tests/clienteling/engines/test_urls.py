import pytest

from clienteling.engines import EngineError, celery_url, parse_database_url


def test_a_network_address_becomes_djangos_settings() -> None:
    parsed = parse_database_url("postgres://house:p%40ss@db.example:6432/crm?sslmode=require&connect_timeout=3")

    assert parsed == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "crm",
        "USER": "house",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require", "connect_timeout": "3"},
    }


def test_a_socket_address_becomes_djangos_settings() -> None:
    parsed = parse_database_url("postgresql:///clienteling?host=%2Ftmp%2Frun&user=clienteling")

    assert parsed == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "clienteling",
        "USER": "clienteling",
        "PASSWORD": "",
        "HOST": "/tmp/run",
        "PORT": "",
        "OPTIONS": {},
    }


def test_a_threshold_for_preparing_is_a_number() -> None:
    parsed = parse_database_url("postgresql:///clienteling?prepare_threshold=2&connect_timeout=3")

    assert parsed["OPTIONS"] == {"prepare_threshold": 2, "connect_timeout": "3"}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/crm", "DATABASE_URL must begin with postgresql://, not mysql://."),
        ("postgresql://host", "DATABASE_URL names no database: postgresql://user:password@host:5432/name"),
        ("postgresql://host:port/crm", "DATABASE_URL has a port that is not a number from 0 to 65535."),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_one_sentence(url: str, sentence: str) -> None:
    with pytest.raises(EngineError) as refused:
        parse_database_url(url)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("redis_url", "broker"),
    [
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("rediss://:secret@cache.example:6380/1", "rediss://:secret@cache.example:6380/1"),
    ],
)
def test_celery_gets_its_own_form_of_a_socket_address(redis_url: str, broker: str) -> None:
    assert celery_url(redis_url) == broker
