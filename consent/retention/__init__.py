"""What ends by the clock: lengths, nights, prospects who fell silent, and what stays of the erased."""
