"""Everything that the house holds of one person, in one archive (GDPR Art. 15 and 20), and the way back from it."""
