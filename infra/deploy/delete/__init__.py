"""`make delete`: Certkeeper out of an AWS account, with what CloudFormation alone cannot delete (ADR 99).

CloudFormation deletes no policy that is attached, and no state machine before its executions have ended. Each step here
reads what there is, so that a deletion that was killed is finished by the next one.
"""
