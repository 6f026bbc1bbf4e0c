"""The local page where a clinician reads a plan, compares it, asks what if, and signs or sends back."""
