"""Three trees to one change set: what msgen wrote last, what stands there, what msgen would write now."""
