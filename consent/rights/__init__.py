"""What a person asks for under their rights, from the question to the answer."""
