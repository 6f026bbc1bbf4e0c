"""The session plan on paper and screen: one self-contained HTML file."""
