"""Rules of a house: declared beside the spec, or brought by an installed package."""
