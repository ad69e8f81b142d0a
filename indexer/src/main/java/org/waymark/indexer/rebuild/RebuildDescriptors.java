package org.waymark.indexer.rebuild;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.indexer.build.DescriptorSource;
import org.waymark.indexer.build.Spool;
import org.waymark.transport.KafkaSettings;

/**
 * A build's descriptors from instances that describe ({@code waymark localize --describe-only}): as
 * many as run share the frames. What is described is kept by {@code waymark.descriptors}; whoever
 * gives the same command again, here or on another machine, goes on from there.
 */
public final class RebuildDescriptors implements DescriptorSource {

  private final KafkaSettings settings;
  private final Wanted wanted;
  private final Path map;
  private final List<DescriptorSheet> open = new ArrayList<>();

  /**
   * What the descriptors should be like.
   *
   * @param modelId of the bundle
   * @param precision of the network's numbers, e.g. {@code float32}
   * @param skipBroken leaves out frames that cannot be described, instead of failing
   * @param attempt empty, or a name that nothing was described under before: everything is
   *     described anew
   */
  public record Wanted(
      String modelId, String precision, int descriptorSize, boolean skipBroken, String attempt) {}

  /**
   * @param map the directory of the map, which is there
   */
  public RebuildDescriptors(KafkaSettings settings, Wanted wanted, Path map) {
    this.settings = settings;
    this.wanted = wanted;
    this.map = map;
  }

  @Override
  public Spool.Described describe(Dataset dataset, ProgressReporter reporter) throws IOException {
    RebuildJob job = RebuildJob.of(dataset, wanted, wanted.attempt());
    DescriptorSheet sheet = DescriptorSheet.in(map, job.columns());
    open.add(sheet);
    try (DescriptorReader reader = DescriptorReader.open(settings, job.run());
        FrameSender sender = FrameSender.open(settings, job.run())) {
      return new Rebuild(dataset, job, wanted.skipBroken(), sheet, reporter).run(reader, sender);
    }
  }

  /** Kafka forgets by itself. */
  @Override
  public void finished() {
    // What was described serves a build with other key frames, too.
  }

  @Override
  public void close() throws IOException {
    for (DescriptorSheet sheet : open) {
      sheet.close();
    }
    Spool.removeIfEmpty(map.resolve(Spool.FOLDER));
  }
}
