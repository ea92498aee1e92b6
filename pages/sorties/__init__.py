"""Les situations six mois après le premier contrat."""
