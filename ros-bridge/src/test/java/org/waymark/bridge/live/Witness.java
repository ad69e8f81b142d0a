package org.waymark.bridge.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.waymark.bridge.ros1.RosPeers;

/** What a node of rospy heard: witness.py and the lines that it writes. */
final class Witness {

  /** Something heard: when it came, and the stamp it bears, both in nanoseconds. */
  record Heard(long arrival, long stamp, double x) {
    double ageSeconds() {
      return (arrival - stamp) / 1e9;
    }
  }

  private final Path file;
  private final Process process;

  /**
   * Starts one.
   *
   * @param images "raw" or "compressed" to listen to the camera as well, or "none"
   */
  Witness(RosPeers ros, Path file, String images) throws IOException {
    this.file = file;
    this.process = ros.script("witness.py", file.toString(), images);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Whether it is there and listens. */
  boolean listens() {
    return Files.exists(file);
  }

  /** What was heard under a word: {@code pose}, {@code tf}, {@code look} or {@code image}. */
  List<Heard> heard(String what) {
    List<Heard> all = new ArrayList<>();
    for (String line : lines()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(what) && words.length == 4 && !words[3].isEmpty()) {
        all.add(
            new Heard(
                Long.parseLong(words[1]), Long.parseLong(words[2]), Double.parseDouble(words[3])));
      }
    }
    return all;
  }

  /** The last status whose name begins so, as its words and values between bars. */
  Optional<String> lastSaid(String name) {
    return lines().stream()
        .filter(line -> line.startsWith("said "))
        .map(line -> line.split(" ", 3)[2])
        .filter(status -> status.startsWith(name))
        .reduce((_, later) -> later);
  }

  /** A value of the last such status. */
  long value(String name, String key) {
    return lastSaid(name).stream()
        .flatMap(status -> List.of(status.split("\\|", -1)).stream())
        .filter(part -> part.startsWith(key + "="))
        .mapToLong(part -> Long.parseLong(part.substring(key.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
