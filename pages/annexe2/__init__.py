"""La page Annexe 2 : le tableau de la convention, à joindre au compte rendu."""
