"""What the nerves under the pads do: who is reached at which amplitude, and how sure that is."""
