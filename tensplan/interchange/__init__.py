"""A plan in the forms of other people's records: HL7 FHIR R4."""
