package org.waymark.indexer.rebuild;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.PlaceDescriptor;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.indexer.Descriptors;
import org.waymark.indexer.build.Spool;
import org.waymark.transport.Topics;

/**
 * One data set on its way: first what was described before, then the rest, of which only so many
 * frames are on their way at a time that who dies or is asked to end wastes little.
 */
final class Rebuild {

  private static final Duration POLL = Duration.ofMillis(100);

  /** On their way at most: enough for some dozens of instances, little for Kafka's disks. */
  private static final int AHEAD_FRAMES = 2000;

  private static final long AHEAD_BYTES = 512L << 20;
  private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private final Dataset dataset;
  private final RebuildJob job;
  private final boolean skipBroken;
  private final DescriptorSheet sheet;
  private final ProgressReporter reporter;
  private final BitSet skipped = new BitSet();
  private final Map<String, Integer> byInstance = new TreeMap<>();
  private final Map<Integer, Integer> bytesUnderWay = new TreeMap<>();
  private long ahead;

  Rebuild(
      Dataset dataset,
      RebuildJob job,
      boolean skipBroken,
      DescriptorSheet sheet,
      ProgressReporter reporter) {
    this.dataset = dataset;
    this.job = job;
    this.skipBroken = skipBroken;
    this.sheet = sheet;
    this.reporter = reporter;
  }

  Spool.Described run(DescriptorReader reader, FrameSender sender) throws IOException {
    int frames = Math.toIntExact(dataset.size());
    do {
      for (PlaceDescriptor descriptor : reader.poll(POLL)) {
        if (isWanted(descriptor)) {
          take(descriptor, null);
        }
      }
    } while (!reader.atEnd());
    if (done() > 0) {
      reporter.note("Going on after %d of %d frames that are described.".formatted(done(), frames));
    }
    byInstance.clear();
    try (Progress progress = reporter.start("describing", frames - done());
        Stream<DatasetFrame> all = dataset.frames()) {
      Iterator<DatasetFrame> rest = all.iterator();
      int next = 0;
      long lastNews = System.nanoTime();
      boolean told = false;
      while (done() < frames) {
        while (rest.hasNext() && bytesUnderWay.size() < AHEAD_FRAMES && ahead < AHEAD_BYTES) {
          send(next++, rest.next(), sender, progress);
        }
        sender.requireTaken();
        int before = done();
        for (PlaceDescriptor descriptor : reader.poll(POLL)) {
          requireWanted(descriptor);
          take(descriptor, progress);
        }
        if (done() > before) {
          lastNews = System.nanoTime();
        } else if (!told && System.nanoTime() - lastNews > SILENCE_NANOS) {
          told = true;
          reporter.note(
              "Nothing was described for %d s. Is anybody there? Start as many as you like of: waymark localize --describe-only"
                  .formatted(Duration.ofNanos(SILENCE_NANOS).toSeconds()));
        }
      }
    }
    if (!byInstance.isEmpty()) {
      reporter.note(
          "Described by %s."
              .formatted(
                  byInstance.entrySet().stream()
                      .map(e -> "%s (%d)".formatted(e.getKey(), e.getValue()))
                      .collect(Collectors.joining(", "))));
    }
    if (sheet.described().isEmpty()) {
      throw new WaymarkException("no frame of %s can be described".formatted(dataset.spec()));
    }
    return new Spool.Described(sheet.rows(), skipped);
  }

  private int done() {
    return sheet.described().cardinality() + skipped.cardinality();
  }

  private void send(int number, DatasetFrame frame, FrameSender sender, Progress progress) {
    if (sheet.described().get(number) || skipped.get(number)) {
      return;
    }
    try {
      int bytes = sender.send(number, frame);
      bytesUnderWay.put(number, bytes);
      ahead += bytes;
    } catch (IOException e) {
      skip(number, frame.id(), FileFailure.reason(e));
      progress.advance(1);
    }
  }

  private boolean isWanted(PlaceDescriptor descriptor) {
    return descriptor.getModel().equals(job.model())
        && descriptor.getDevice().endsWith("/" + job.precision());
  }

  private void requireWanted(PlaceDescriptor descriptor) {
    if (!isWanted(descriptor)) {
      throw new WaymarkException(
          "instance %s describes with model %s on %s, and this map is built with model %s and %s: end it, and give the same command again"
              .formatted(
                  descriptor.getInstance(),
                  descriptor.getModel(),
                  descriptor.getDevice(),
                  job.model(),
                  job.precision()));
    }
  }

  /** Of repeated descriptors the first counts; all are equal. */
  private void take(PlaceDescriptor descriptor, @Nullable Progress progress) throws IOException {
    long sequence = descriptor.getSequence();
    if (sequence < 0 || sequence >= dataset.size()) {
      throw new WaymarkException(
          "%s has a descriptor of frame %d of %s, which has %d"
              .formatted(Topics.DESCRIPTORS, sequence, dataset.spec(), dataset.size()));
    }
    int frame = (int) sequence;
    Integer bytes = bytesUnderWay.remove(frame);
    ahead -= bytes == null ? 0 : bytes;
    if (sheet.described().get(frame) || skipped.get(frame)) {
      return;
    }
    if (descriptor.getDescriptor() == null) {
      skip(frame, name(frame), String.valueOf(descriptor.getReason()));
    } else {
      sheet.put(frame, valid(descriptor));
    }
    byInstance.merge(descriptor.getInstance(), 1, Integer::sum);
    if (progress != null) {
      progress.advance(1);
    }
  }

  private float[] valid(PlaceDescriptor descriptor) {
    float[] numbers = DescriptorReader.numbers(descriptor.getDescriptor());
    try {
      Descriptors.requireValid(numbers, job.columns());
      return numbers;
    } catch (IllegalArgumentException e) {
      throw new WaymarkException(
          "instance %s sent %s for frame %s"
              .formatted(
                  descriptor.getInstance(), e.getMessage(), name((int) descriptor.getSequence())),
          e);
    }
  }

  private String name(int frame) {
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      return frames.skip(frame).findFirst().map(DatasetFrame::id).orElse("number " + frame);
    }
  }

  private void skip(int frame, String name, String reason) {
    if (!skipBroken) {
      throw new WaymarkException(
          "frame %s cannot be described: %s. Mend it, leave such frames out with --skip-broken, or, where the picture is good, describe all anew with --restart"
              .formatted(name, reason));
    }
    skipped.set(frame);
  }
}
