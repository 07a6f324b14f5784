"""Le pagine della stanza."""
