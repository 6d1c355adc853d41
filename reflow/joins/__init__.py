"""Decides which boundaries are breaks inside a paragraph: wrap, n-grams, features, model, plan."""
