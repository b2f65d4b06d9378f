from clienteling.models.visit import CheckInCode, Visit
from clienteling.models.work import Contact, Goal, Note, SuggestionAnswer, Task

__all__ = ["CheckInCode", "Contact", "Goal", "Note", "SuggestionAnswer", "Task", "Visit"]
