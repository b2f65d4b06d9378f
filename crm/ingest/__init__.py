"""Behaviour events in, after the Segment specification: read, checked, stripped of personal data, stored.

The way of a request, one module a step: ``body`` (size, gzip) → ``parse`` (bytes to raw calls) → ``sources``
(write key, origin) → ``rate`` → ``prepare`` (one call to one row, with ``clock`` and ``redact``) →
``identity`` (whose it is) → ``store`` (one statement). ``views`` binds them to the addresses.
"""
