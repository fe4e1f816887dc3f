"""The export targets: one module each, named as the target, holding `TARGET`."""
