"""Passwords that whoever knows the house would try first."""

from django.core.exceptions import ValidationError

from crm.models import Brand, User

_OURS = ("clienteling",)
# A shorter name would forbid too many words.
_SHORTEST = 4


class HouseWordsValidator:
    """Refuses a password that is little more than the name of a brand of the group, or of this program."""

    def validate(self, password: str, user: "User | None" = None) -> None:
        """Raises ValidationError ``password_of_the_house``."""
        letters = "".join(each for each in password.casefold() if each.isalpha())
        for word in self._words():
            if word in letters and len(letters) - len(word) < _SHORTEST:
                raise ValidationError("This is too close to the name of the house.", "password_of_the_house")

    def get_help_text(self) -> str:
        return "Your password can’t be the name of the house with a few letters or figures around it."

    def _words(self) -> list[str]:
        names = [name for pair in Brand.objects.values_list("name", "code") for name in pair]
        folded = ("".join(each for each in name.casefold() if each.isalpha()) for name in (*names, *_OURS))
        return [word for word in folded if len(word) >= _SHORTEST]
