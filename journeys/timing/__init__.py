"""When a message may go: quiet hours in the client's own zone. Pure."""
