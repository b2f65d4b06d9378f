"""Two clients become one, and two again: what moves, what changes, and the trail that leads back."""
