package org.waymark.bridge.live.out;

/** How bad it is, in a few words. */
record Finding(Level level, String words) {}
