"""The codes of a patient file: red flags, conditions, roles, places and agents."""

from __future__ import annotations

from typing import Literal

RedFlagCode = Literal[
    "RF_CES",
    "RF_MOTOR",
    "RF_HAEM",
    "RF_INF",
    "RF_WOUND",
    "RF_CSF",
    "RF_DVT",
    "RF_PE",
    "RF_ISCH",
    "RF_CANCER",
    "RF_UNDX",
]

ConditionCode = Literal[
    "I_PM",
    "I_ICD",
    "I_SCS",
    "I_OTHER",
    "I_METAL",
    "P_PREG",
    "P_EPI",
    "P_CARD",
    "P_CA",
    "P_RADIO",
    "P_DVT",
    "P_BLEED",
    "P_ACOAG",
    "P_INF",
    "P_SKIN",
    "P_ADH",
    "P_SENS",
    "P_ALLO",
    "P_PAD",
    "P_DM",
    "P_NEUROP",
    "P_RAYN",
    "P_COLD",
    "P_REGEN",
    "P_OEDEMA",
    "P_ACUTE",
    "P_FRACT",
    "P_VARIX",
    "P_HERNIA",
    "P_MENSES",
    "P_HYPER",
    "P_COG",
    "P_SLEEP",
    "P_DRIVE",
    "P_TRUNK",
    "P_CHILD",
    "P_MONITOR",
    "P_HF",
    "P_CHANGED",
]

Role = Literal[
    "surgeon",
    "physician",
    "cardiologist",
    "cardiology-device-clinic",
    "implant-clinic",
    "pain-clinic",
    "neurologist",
    "obstetrician",
    "oncologist",
    "vascular-specialist",
    "haematologist",
]

PainRegion = Literal[
    "dorsum",
    "great-toe",
    "dorsal-toes",
    "toes",
    "little-toe",
    "forefoot",
    "sole",
    "arch",
    "heel",
    "lateral-border",
    "medial-border",
    "ankle",
    "calf",
    "posterior-thigh",
    "buttock",
    "low-back",
]

Agent = Literal["lidocaine", "capsaicin-cream", "capsaicin-8-percent", "drug-patch", "heat-rub"]

Medicine = Literal["gabapentinoid", "tricyclic", "opioid", "anticoagulant", "sedative"]

Obstacle = Literal["scar", "drug-patch", "wound", "hardware", "graft", "implant"]
