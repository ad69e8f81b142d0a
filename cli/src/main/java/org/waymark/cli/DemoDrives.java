package org.waymark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.label.SurfaceView;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.testbed.world.Session;
import org.waymark.testbed.world.SynthDataset;
import org.waymark.testbed.world.SynthOptions;
import org.waymark.testbed.world.World;
import org.waymark.testbed.world.drive.Drive;

/**
 * The demo's two drives: one becomes the map, the other is localized.
 *
 * @param mapping the train split
 * @param recording completes with the test split when all of it is on disk
 */
record DemoDrives(Dataset mapping, CompletableFuture<Dataset> recording) {

  private static final int SYNTH_HZ = (int) Drive.RATE_HZ;

  /**
   * The splits of a recording.
   *
   * @throws WaymarkException when it has no splits, or nothing to compare poses and places with
   */
  static DemoDrives of(DatasetSpec spec) {
    if (Datasets.kinds().stream()
        .anyMatch(kind -> kind.name().equals(spec.kind()) && !kind.options().contains("split"))) {
      throw new WaymarkException(
          "data set '%s' has no train and test split, and the demo maps one and drives the other; name a recording that has, e.g. 7scenes:/data/heads"
              .formatted(spec));
    }
    Dataset mapping = split(spec, "train");
    Dataset recording = split(spec, "test");
    requireTruth(mapping);
    requireTruth(recording);
    return new DemoDrives(mapping, CompletableFuture.completedFuture(recording));
  }

  /** Looks at the first frame only: what lacks depth usually lacks all of it. */
  private static void requireTruth(Dataset dataset) {
    try (Stream<DatasetFrame> frames = dataset.frames()) {
      DatasetFrame first = frames.findFirst().orElseThrow();
      try {
        SurfaceView.of(first);
      } catch (IOException | IllegalArgumentException e) {
        throw new WaymarkException(
            "frame %s of data set '%s' cannot be used: %s"
                .formatted(first.id(), dataset.spec(), e.getMessage()),
            e);
      }
    }
  }

  /**
   * Renders the simulated building; returns when the mapping drive is on disk, while the other is
   * still being rendered.
   */
  static DemoDrives rendered(
      Path directory, long seed, int frames, DemoStages stages, ProgressReporter progress) {
    DatasetSpec spec =
        DatasetSpec.parse("7scenes:" + directory).with("hz", Integer.toString(SYNTH_HZ));
    World world = World.office(seed);
    SynthOptions options = new SynthOptions(frames);
    SynthDataset.begin(directory, options);
    SynthDataset.writeSplit(directory, world, Session.MAPPING, options, progress);
    CompletableFuture<Dataset> recording =
        stages.start(
            "rendering",
            () -> {
              SynthDataset.writeSplit(
                  directory, world, Session.REVISIT, options, ProgressReporter.silent());
              SynthDataset.finish(directory, world, options);
              return split(spec, "test");
            });
    return new DemoDrives(split(spec, "train"), recording);
  }

  private static Dataset split(DatasetSpec spec, String split) {
    return Datasets.open(spec.with("split", split));
  }
}
