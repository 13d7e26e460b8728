"""All generators of the bench, in the order in which they are shown."""

from __future__ import annotations

from bench.peers.eleventy import ELEVENTY
from bench.peers.hugo import HUGO, HUGO_WITHOUT_RELATED
from bench.peers.pelican import PELICAN
from bench.peers.sitegen import SITEGEN

PEERS = {peer.name: peer for peer in (SITEGEN, HUGO, HUGO_WITHOUT_RELATED, ELEVENTY, PELICAN)}
