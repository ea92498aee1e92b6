"""Ce que deux pages au moins partagent : filtres, indicateurs, thème, nombres, coque."""
