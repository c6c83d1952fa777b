"""Every write, one function per intention: rights first, then one transaction."""
