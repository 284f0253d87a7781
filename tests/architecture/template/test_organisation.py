"""What organisations demand of every resource of an account: a permissions boundary and tags."""

from tests.sam_translation import translated

RESOURCES = translated()["Resources"]
OF_FUNCTIONS = {
    resource["Properties"]["Role"]["Fn::GetAtt"][0]
    for resource in RESOURCES.values()
    if resource["Type"] == "AWS::Lambda::Function"
}
"""The roles of functions, by logical id; SAM makes one for each."""


def test_every_role_gets_the_boundary_that_the_organisation_demands() -> None:
    """Those too that SAM makes; without it an organisation's policy denies CreateRole while others are made."""
    roles = {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == "AWS::IAM::Role"}
    assert roles.keys() > OF_FUNCTIONS
    for name, role in roles.items():
        own = {"Ref": "FunctionBoundary" if name in OF_FUNCTIONS else "AWS::NoValue"}
        wanted = {"Fn::If": ["HasPermissionsBoundary", {"Ref": "PermissionsBoundaryArn"}, own]}
        assert role.get("PermissionsBoundary") == wanted, name


def test_no_tag_of_the_template_is_one_that_aws_keeps_for_itself() -> None:
    """Else CloudFormation refuses the resource; the tags of the stack come to these."""
    tags = [str(each) for resource in RESOURCES.values() for each in _keys(resource["Properties"].get("Tags", []))]
    assert tags
    assert not [key for key in tags if key.lower().startswith("aws:")]


def _keys(tags: object) -> list[object]:
    """The keys of tags in either form, a map or a list."""
    if isinstance(tags, dict):
        return list(tags)
    assert isinstance(tags, list)
    return [each["Key"] for each in tags]
