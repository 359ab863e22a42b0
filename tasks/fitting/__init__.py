"""Weights from what is known: groups of made-up worlds with truth, and of lakes on which people gave verdicts."""
