"""What each table holds of people, as it declares it, and what is written from that: checks, records, lengths."""
