"""La page Protection : ce qui est garanti aux personnes, ce qui ne l'est pas, et la preuve."""
