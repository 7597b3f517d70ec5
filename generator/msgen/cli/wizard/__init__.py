"""The wizard of `msgen new`: from answers to a spec, and nothing of the target is touched on the way."""
