"""Le scritture della stanza: un verbo ciascuna, con chi la fa, nel registro."""
