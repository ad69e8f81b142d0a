package org.waymark.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real recordings and index files, which are no part of the repository: the folder that the
 * environment variable WAYMARK_RECORDINGS names.
 */
public final class Recordings {

  private static final String VARIABLE = "WAYMARK_RECORDINGS";

  private Recordings() {}

  /** A file or folder of them; skips the test where it is not there. */
  public static Path require(String relative) {
    String root = System.getenv(VARIABLE);
    assumeTrue(root != null, VARIABLE + " names no folder of real recordings");
    Path path = Path.of(root).resolve(relative);
    assumeTrue(Files.exists(path), "there is no " + path);
    return path;
  }
}
