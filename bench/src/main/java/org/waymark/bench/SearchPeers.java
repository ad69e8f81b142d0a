package org.waymark.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.waymark.core.WaymarkException;

/** faiss and hnswlib in a Python process that keeps their graphs and searches when told to. */
final class SearchPeers implements AutoCloseable {

  private static final String SCRIPT = "bench/src/main/python/map_peers.py";

  private final Process process;
  private final BufferedReader out;
  private final BufferedWriter in;
  private final int k;
  private final List<Built> built = new ArrayList<>();

  /** What building one library's graph took. */
  record Built(String name, double seconds, double cpuSeconds, long bytes) {}

  /**
   * What searching all queries took.
   *
   * @param seconds on the clock
   * @param cpuSeconds of the thread that searched
   * @param found frames for each query, nearest first
   */
  record Searched(double seconds, double cpuSeconds, int[][] found) {}

  private SearchPeers(Process process, int k) throws IOException {
    this.process = process;
    this.k = k;
    out = process.inputReader(StandardCharsets.UTF_8);
    in = process.outputWriter(StandardCharsets.UTF_8);
    for (String line = line(); !line.equals("ready"); line = line()) {
      String[] words = line.split(" ", -1);
      built.add(
          new Built(
              words[0],
              Double.parseDouble(words[1]),
              Double.parseDouble(words[2]),
              Long.parseLong(words[3])));
    }
  }

  /**
   * Builds the graphs, which takes as long as it takes.
   *
   * @param folder for the descriptors, which are removed once they are read
   */
  static SearchPeers start(
      String python,
      Path folder,
      DrivenDescriptors drive,
      List<float[]> queries,
      int k,
      int connections,
      int beam)
      throws IOException {
    Path descriptors = folder.resolve("descriptors.f32");
    Path asked = folder.resolve("queries.f32");
    try {
      write(descriptors, drive.count(), drive::descriptor);
      write(asked, queries.size(), queries::get);
      List<String> command = new ArrayList<>(List.of(python, SCRIPT));
      command.add(descriptors.toString());
      command.add(asked.toString());
      for (int number : new int[] {drive.size(), k, connections, beam}) {
        command.add(Integer.toString(number));
      }
      return new SearchPeers(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(), k);
    } finally {
      Files.deleteIfExists(descriptors);
      Files.deleteIfExists(asked);
    }
  }

  private static void write(Path file, int rows, IntFunction<float[]> row) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int i = 0; i < rows; i++) {
        float[] numbers = row.apply(i);
        ByteBuffer buffer =
            ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(numbers);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    }
  }

  List<Built> built() {
    return built;
  }

  Searched search(String name, int beam) throws IOException {
    in.write(name + " " + beam);
    in.newLine();
    in.flush();
    String[] words = line().split(" ", -1);
    int[][] found = new int[(words.length - 2) / k][k];
    for (int i = 0; i < found.length * k; i++) {
      found[i / k][i % k] = Integer.parseInt(words[2 + i]);
    }
    return new Searched(Double.parseDouble(words[0]), Double.parseDouble(words[1]), found);
  }

  private String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new WaymarkException("the Python script ended; what it said stands above");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
