"""Conditions may look into a list between commas.

CloudFormation resolves Fn::Join and Fn::Split in conditions, as cfn-lint's specification has it. Stock ministack knows
Ref and Fn::Select there, and takes anything else for one value.
"""

from ministack.services.cloudformation import changesets, engine, handlers, stacks

from infra.local.emulator.rewriting import rewrite

CORRECTION = "split_conditions"

_LISTS = {
    '            if "Fn::Select" in val:\n': (
        '            if "Fn::Join" in val:\n'
        '                delimiter, parts = val["Fn::Join"]\n'
        "                return delimiter.join(str(_resolve_cond_value(part)) for part in parts)\n"
        '            if "Fn::Split" in val:\n'
        '                delimiter, text = val["Fn::Split"]\n'
        "                return str(_resolve_cond_value(text)).split(delimiter)\n"
        '            if "Fn::Select" in val:\n'
    ),
}


def install() -> None:
    """Resolve both."""
    rewrite(engine, "_evaluate_conditions", _LISTS, CORRECTION)
    for module in (changesets, handlers, stacks):
        module._evaluate_conditions = engine._evaluate_conditions  # noqa: SLF001 - imported there by its value
