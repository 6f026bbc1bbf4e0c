"""Where pads may go: electrode sites, layouts, the room between pads, and the drawing."""
