"""`msgen new`: from a spec, or from answers, to a system that stands."""
