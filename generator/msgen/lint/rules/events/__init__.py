"""EVT: events on their way from those who publish to those who subscribe."""
