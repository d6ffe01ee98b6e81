"""Credentials for scans: kept sealed, handed to the collector that needs them, never shown to anybody.

| file | what it holds |
| --- | --- |
| kind.py, kinds/ | what a credential is made of; ONE FILE per kind, found by being there |
| sealing.py, sealing_keys.py | AES-256-GCM under a key from a file, the environment or HashiCorp Vault |
| credential.py | what is known of a credential: all but its secret |
| scope.py | for which addresses, sites and tags one is, and in which order they are tried |
| guard.py | when an account is not tried any more, so that scans lock nobody out |
| vault.py | `CredentialVault`: makes, changes, rotates, hands out |
"""
