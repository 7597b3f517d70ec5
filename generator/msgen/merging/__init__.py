"""Tree to disk: compare with what is there, record what was generated, write all of it or nothing."""
