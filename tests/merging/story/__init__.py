"""An upgrade as people live through it: an older system, forty edits, today's blueprints and another design."""
