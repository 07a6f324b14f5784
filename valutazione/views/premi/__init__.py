"""Le pagine dei premi."""
