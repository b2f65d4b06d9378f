from clienteling.models.care import Repair, RepairStep, SurveyAnswer
from clienteling.models.visit import CheckInCode, Visit
from clienteling.models.work import Contact, Goal, Note, SuggestionAnswer, Task

__all__ = [
    "CheckInCode",
    "Contact",
    "Goal",
    "Note",
    "Repair",
    "RepairStep",
    "SuggestionAnswer",
    "SurveyAnswer",
    "Task",
    "Visit",
]
