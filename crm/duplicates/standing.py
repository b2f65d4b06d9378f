"""What agreements say in a house that has not been learnt from yet: careful round figures, households not rare."""

from crm.duplicates.compare import comparisons
from crm.duplicates.model import Model

# Twenty in a hundred clients known twice is what a house finds that has never looked; a twentieth is a safe guess.
DUPLICATES_PER_CLIENT = 0.05
_MATCH = {
    "given": (0.015, 0.03, 0.085, 0.07, 0.80),
    "family": (0.05, 0.02, 0.04, 0.09, 0.80),
    "order": (0.02, 0.98),
    "birth": (0.03, 0.01, 0.03, 0.06, 0.87),
    "email": (0.40, 0.06, 0.54),
    "phone": (0.35, 0.04, 0.61),
    "address": (0.25, 0.05, 0.08, 0.12, 0.50),
    "place": (0.18, 0.02, 0.20, 0.60),
}
_CHANCE = {
    "given": (0.9816, 0.010, 0.003, 0.0014, 0.004),
    "family": (0.9922, 0.004, 0.0015, 0.0008, 0.0015),
    "order": (0.001, 0.999),
    "birth": (0.976, 0.018, 0.005, 0.00095, 0.00005),
    "email": (0.99998, 0.000015, 0.000005),
    "phone": (0.99998, 0.000015, 0.000005),
    "address": (0.9975, 0.001, 0.001, 0.0004, 0.0001),
    "place": (0.945, 0.005, 0.03, 0.02),
}


def standing_model(clients: int) -> Model:
    """The model of a house with so many clients, before ``find_duplicates`` has learnt its own."""
    names = tuple(comparisons())
    return Model(
        names,
        tuple(_MATCH[name] for name in names),
        tuple(_CHANCE[name] for name in names),
        prior=2 * DUPLICATES_PER_CLIENT / max(clients, 100),
        households=0.5,
    )
