"""Who is acting and what that one may do. Deny by default."""
