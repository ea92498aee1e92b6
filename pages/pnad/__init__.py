"""La page PNAD : la part des contrats socialement responsables, et la suite à préparer."""
