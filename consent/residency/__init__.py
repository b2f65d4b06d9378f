"""Where people live by law, where systems lie, and what may cross between the two (decision 29)."""
