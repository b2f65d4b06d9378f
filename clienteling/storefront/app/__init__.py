"""The app that a client installs on the phone."""
