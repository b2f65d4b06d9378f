"""What journeys do when something happens in the profile store."""
