"""One module per rule, named after the smell: `RULE`, and a page of the same name in Markdown."""
