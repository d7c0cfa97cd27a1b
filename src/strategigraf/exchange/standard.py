"""The terms of StratML: the elements of Part 1 (ISO 17469-1) and of the draft of Part 2, in their schemas' order."""

import re

ROOTS = ("StrategicPlan", "PerformancePlanOrReport")
CORE = "StrategicPlanCore"
NAMESPACES = {
    "StrategicPlan": "urn:ISO:std:iso:17469:tech:xsd:stratml_core",
    "PerformancePlanOrReport": "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport",
}
_PLAN = f"Name Description OtherInformation {CORE} AdministrativeInformation Submitter"
_RESULT = "StartDate EndDate NumberOfUnits Descriptor Description"
_GOAL = "Name Description Identifier SequenceIndicator Stakeholder OtherInformation"
ORDER = {  # the children of each element, as the schemas order them
    name: children.split()
    for name, children in {
        "StrategicPlan": _PLAN,
        "PerformancePlanOrReport": _PLAN,
        CORE: "Organization Vision Mission Value Goal",
        "Organization": "Name Acronym Identifier Description Stakeholder",
        "Vision": "Description Identifier",
        "Mission": "Description Identifier",
        "Value": "Name Description",
        "Goal": f"{_GOAL} Objective",
        "Objective": f"{_GOAL} PerformanceIndicator",
        "PerformanceIndicator": "SequenceIndicator MeasurementDimension UnitOfMeasurement Identifier Relationship"
        " MeasurementInstance OtherInformation",
        "MeasurementInstance": "Place TargetResult ActualResult",
        "TargetResult": _RESULT,
        "ActualResult": _RESULT,
        "Stakeholder": "Name Description Role",
        "Role": "Name Description RoleType",
        "Descriptor": "DescriptorName DescriptorValue",
        "Place": "Name PlaceIdentifier",
        "Relationship": "Identifier ReferentIdentifier Name Description",
        "AdministrativeInformation": "Identifier StartDate EndDate PublicationDate Source Submitter",
    }.items()
}
LEVELS = {
    "Input": "Input",
    "Input_Processing": "Process",
    "Output_Processing": "Process",
    "Output": "Output",
    "Outcome": "Outcome",
}
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)  # what an identifier can be
