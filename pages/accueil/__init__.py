"""La page d'accueil : la réponse, les chiffres clés, ce qui manque."""
