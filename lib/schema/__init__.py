"""Every table, declared once in data/schema: columns, keys, constraints, labels, headers."""
