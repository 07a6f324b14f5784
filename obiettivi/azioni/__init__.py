"""Le scritture della stanza: un verbo ciascuna, tutto o niente, ognuna con la sua riga di registro."""
