"""Les définitions, les sources, ce qui reste à confirmer."""
