"""What teams send: built by code, so that every byte of it has a reason."""
