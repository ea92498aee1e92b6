"""Les heures d'insertion réalisées."""
