"""Physics and device: pulses, electrodes, layers, fibres and packs; no protocol and no person."""
