"""La page Imports : la seule qui appelle data."""
