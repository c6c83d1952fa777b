"""Values and a template -> a page to print."""
