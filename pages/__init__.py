"""Les pages : ce que chacun lit à l'écran."""
