"""One file for each application that is recognised: what its processes are, and what its configuration says."""
