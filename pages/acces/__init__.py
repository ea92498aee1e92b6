"""La page Accès : qui je suis, ce que je lis, et, pour qui l'administre, le registre."""
