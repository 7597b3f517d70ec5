"""MSH: what the service mesh does to the calls of a design."""
