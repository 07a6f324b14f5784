"""Le maschere della stanza."""
