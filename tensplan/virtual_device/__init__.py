"""The virtual stimulator at work: its line, its files, and its end."""
