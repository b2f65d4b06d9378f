"""What ``manage.py bench NAME`` measures: one module per name, with ``run(options) -> dict``."""
