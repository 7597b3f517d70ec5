"""OBS: objectives, alerts and telemetry."""
