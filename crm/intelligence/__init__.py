"""Recommendations: what is near, what completes, what others chose; each with its reason."""
