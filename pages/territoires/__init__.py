"""La page Territoires : la carte, le portrait d'un territoire, ce qu'il y a derrière."""
