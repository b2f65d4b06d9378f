"""The page of that segment, and what is typed there."""

PAGE = "/segments/AURELLE/french/"
FRENCH = {"do": "add", "place": "", "form": "country", "test": "one_of", "values": "FR, MC"}
