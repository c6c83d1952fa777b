"""Every read, by page: load once, count once, give the page what the actor may see."""
