"""What the wizard remembers, in the state folder of the user."""
