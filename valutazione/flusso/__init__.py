"""I cammini della stanza, da leggere ad alta voce."""
