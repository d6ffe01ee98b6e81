"""The network map: devices in layers by how far they are from where a site is left, and the cables between their ports.

    reading   the facts of some devices out of the graph            (facts)
    seeing    what whoever asks may see of them
    bundling  cables between the same two devices become one link
    layering  how far each device is from where the network is left
    choosing  what a VLAN and a subnet leave of it
    drawing   the answer

Layers and bundles are made of everything that is seen before a VLAN or a subnet is asked for, so a filter hides parts
of the picture and moves nothing. (2026-11; rejected: layers by class, which know nothing of a router behind a router.)
"""
