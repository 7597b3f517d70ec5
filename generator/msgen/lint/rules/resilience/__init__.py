"""Rules of resilience: deadlines, tries, and what stands between a caller and a callee that fails."""
