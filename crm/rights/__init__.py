"""What the profile store does when a client's right is carried out (consent.rights)."""
