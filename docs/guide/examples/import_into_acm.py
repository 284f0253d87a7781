"""A Lambda function that imports the current version of one certificate into AWS Certificate Manager (ACM).

It imports under an ARN that exists, so that load balancers and distributions which use that ARN get the new version.
Environment variables: `SECRET_ARN`, the certificate's secret, and `CERTIFICATE_ARN`, the certificate in ACM.
The function's role needs `secretsmanager:GetSecretValue` on the secret and `acm:ImportCertificate` on the certificate.
"""

import json
import os

import boto3


def handler(event: object, context: object) -> str:  # noqa: ARG001 - Lambda passes both
    """Import what the secret holds now, whatever the event says, and return the ARN in ACM."""
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_ARN"])
    bundle = json.loads(secret["SecretString"])
    parts = {
        "Certificate": bundle["certificate"],
        "PrivateKey": bundle["private_key"],
        "CertificateChain": bundle["chain"],
    }
    answer = boto3.client("acm").import_certificate(
        CertificateArn=os.environ["CERTIFICATE_ARN"],
        **{name: text.encode() for name, text in parts.items() if text},
    )
    return str(answer["CertificateArn"])
