"""Le interrogazioni della stanza: il sistema, le schede, i premi."""
