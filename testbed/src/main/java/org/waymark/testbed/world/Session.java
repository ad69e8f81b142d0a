package org.waymark.testbed.world;

/** One of the two drives through a world. */
public enum Session {
  /** By day, on the middle of the way: becomes the map. */
  MAPPING("seq-01", "TrainSplit.txt", "sequence1"),
  /** In the evening, beside the way, after people moved a few things: becomes the queries. */
  REVISIT("seq-02", "TestSplit.txt", "sequence2");

  private final String directory;
  private final String splitFile;
  private final String splitLine;

  Session(String directory, String splitFile, String splitLine) {
    this.directory = directory;
    this.splitFile = splitFile;
    this.splitLine = splitLine;
  }

  /** Name of the sequence's directory in the 7Scenes layout. */
  public String directory() {
    return directory;
  }

  String splitFile() {
    return splitFile;
  }

  String splitLine() {
    return splitLine;
  }

  /** Keeps random choices of the two drives apart. */
  long hashSeed() {
    return directory.hashCode();
  }
}
