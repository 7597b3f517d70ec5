"""One folder per family, one module per rule, named after the smell: `RULE`, and a page of the same name beside it."""
