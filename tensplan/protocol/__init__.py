"""The protocol: its file, its model, its meaning and its catalogue."""
