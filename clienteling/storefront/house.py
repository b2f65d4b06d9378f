"""Which house the demonstration shop is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class House:
    code: str
    name: str
    currency: str
    web_source: str
    app_source: str


HOUSE = House(code="AURELLE", name="Aurelle", currency="EUR", web_source="aurelle-web", app_source="aurelle-app")
