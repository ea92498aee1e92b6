"""Les dossiers à imprimer : la fiche de l'article 4, et ce qui justifie un solde."""
