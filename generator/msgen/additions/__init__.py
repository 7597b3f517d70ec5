"""What a person adds to a spec, one kind per module: the answers, and the files of the spec with the addition in them.

Everything here is pure: texts in, texts out.
"""
