"""La page Financement : qui paie quoi, selon quelle règle, et ce que l'argent a acheté."""
