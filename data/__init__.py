"""De l'export reçu au fichier DuckDB publié : lire, vérifier, charger, publier."""
