"""certificates.py DIR: a certificate authority, another one, and servers' certificates, each made here and now.

NAME.pem holds a certificate and NAME.key its key. Servers are for localhost, dynamodb.test and 127.0.0.1, except
where the name of the file says what is wrong with it. A file chain-KIND.pem holds the certificate between as well, and
its root is chain-KIND-authority.pem.
"""

import datetime
import ipaddress
import pathlib
import sys
from functools import partial

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def rsa_key(size):
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


# How to make the keys of a root, of what it issues, and of the server: as AWS's endpoints have them, and one that they have not.
P256, P384 = (partial(ec.generate_private_key, curve) for curve in (ec.SECP256R1(), ec.SECP384R1()))
CHAINS = {
    "rsa": [partial(rsa_key, size) for size in (4096, 3072, 2048)],
    "ec": [P384, P256, P384],
    "ed25519": [P256, ed25519.Ed25519PrivateKey.generate, P256],
}


def write(folder, file, certificate, key, *above):
    pem = b"".join(each.public_bytes(serialization.Encoding.PEM) for each in (certificate, *above))
    (folder / f"{file}.pem").write_bytes(pem)
    (folder / f"{file}.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def issue(subject, issuer, issuer_key, hosts=(), end=NOW + DAY, key=None, digest=hashes.SHA256()):
    """A certificate and its key. Without hosts it is an authority's; without an issuer it signs itself."""
    key = key or P256()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    signer = issuer_key or key
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - 2 * DAY)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if hosts:
        names = [*(x509.DNSName(host) for host in hosts), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else digest), key


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    authority, authority_key = issue("Test authority", None, None)
    write(folder, "authority", authority, authority_key)
    write(folder, "stranger", *issue("Another authority", None, None))
    hosts = ("localhost", "dynamodb.test")
    write(folder, "good", *issue("good", authority, authority_key, hosts))
    write(folder, "rsa", *issue("rsa", authority, authority_key, hosts, key=rsa_key(2048)))
    for kind, (root_key, middle_key, server_key) in CHAINS.items():
        root, root_key = issue(f"{kind} root", None, None, key=root_key(), digest=hashes.SHA384())
        middle, middle_key = issue(f"{kind} middle", root, root_key, key=middle_key(), digest=hashes.SHA384())
        server, server_key = issue(f"{kind} server", middle, middle_key, hosts, key=server_key())
        write(folder, f"chain-{kind}-authority", root, root_key)
        write(folder, f"chain-{kind}", server, server_key, middle)
    write(folder, "expired", *issue("expired", authority, authority_key, hosts, end=NOW - DAY))
    write(folder, "wrong-host", *issue("wrong-host", authority, authority_key, ("elsewhere.test",)))


main()
