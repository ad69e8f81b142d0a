package org.waymark.testbed.world;

/** One world of twins for all tests. */
final class Twins {

  static final World WORLD = World.twins(3);

  private Twins() {}
}
