"""`msgen new` where a spec stands already: go on with it, change it, or leave it alone."""
