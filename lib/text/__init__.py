"""Words: the catalogue, Vietnamese folding and order, dates and numbers as people write them."""
