from journeys.models.journey import Enrolment, Journey, JourneyVersion
from journeys.models.send import CapRule, CapUse, DeliveryEvent, KillSwitch, Send

__all__ = ["CapRule", "CapUse", "DeliveryEvent", "Enrolment", "Journey", "JourneyVersion", "KillSwitch", "Send"]
