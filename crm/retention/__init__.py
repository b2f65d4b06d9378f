"""What of the profile store ends by the clock, and what counts as being in touch."""
