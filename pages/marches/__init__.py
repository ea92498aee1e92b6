"""La page Marchés et donneurs d'ordre : où en sont les marchés clausés, et lesquels."""
