"""Les personnes qui bénéficient de la clause."""
