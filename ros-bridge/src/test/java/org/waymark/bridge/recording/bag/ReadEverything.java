package org.waymark.bridge.recording.bag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.waymark.bridge.recording.MessageCursor;
import org.waymark.bridge.recording.Recording;
import org.waymark.bridge.recording.Recordings;

/** Reads every byte of every message; prints how many there were and the memory that it took. */
final class ReadEverything {

  private ReadEverything() {}

  public static void main(String[] args) throws IOException {
    long messages = 0;
    int sum = 0;
    try (Recording recording = Recordings.open(Path.of(args[0]));
        MessageCursor cursor = recording.messagesInTimeOrder()) {
      for (var m = cursor.next(); m != null; m = cursor.next()) {
        messages++;
        for (int i = m.bytes().position(); i < m.bytes().limit(); i++) {
          sum += m.bytes().get(i);
        }
      }
    }
    System.out.println(messages + " messages");
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        System.out.println(line.replaceAll("\\D", "") + " kB");
      }
    }
    System.out.println(sum);
  }
}
