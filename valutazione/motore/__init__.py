"""Il motore della valutazione."""
