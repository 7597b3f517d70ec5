"""Many writes as one: all happen or none, a killed run is finished by the next, and the last one can go back."""
