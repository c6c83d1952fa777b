"""Invents Phuong Mau. Read in this order: words, geography, people, epidemic, troubles, visits."""
