"""Small figures as inline SVG, drawn from the pulses themselves."""
