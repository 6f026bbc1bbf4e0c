"""Heat and cold of a protocol: simulated for several people, judged, and made to pass."""
