"""What a shell offers after Tab: names of the system, of rules, samples and blueprints."""
