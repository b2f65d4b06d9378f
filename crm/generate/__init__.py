"""A plausible house of any size, from a seed, by COPY: what the figures at size are measured on."""
