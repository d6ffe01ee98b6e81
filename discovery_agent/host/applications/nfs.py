"""The NFS server: its mount daemon, as the rest is in the kernel."""

from discovery_agent.host.application import Application

application = Application(
    name="nfs",
    product="NFS server",
    executables=(r"rpc\.mountd", "nfsdcld", r"ganesha\.nfsd"),
    packages=("nfs-kernel-server", "nfs-utils", "nfs-ganesha"),
    ports=(2049,),
)
