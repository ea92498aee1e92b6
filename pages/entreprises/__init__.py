"""La page Entreprises : qui porte la clause, dans quel rôle, et combien d'heures."""
