"""Themes: the vocabulary, its rules, hand decisions, assignment with its evidence, and evaluation."""
