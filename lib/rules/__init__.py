"""Dated rules: data/rules/*.toml -> frozen objects, and pure functions of (rule, row, day)."""
