package org.waymark.indexer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.Dataset;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.DatasetSpec;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.ModelBundle;
import org.waymark.indexer.build.DescribedFrames;
import org.waymark.indexer.build.DescriptorSource;
import org.waymark.indexer.build.DescriptorSpread;
import org.waymark.indexer.build.KeyFrameChoice;
import org.waymark.indexer.build.KeyFrameRule;
import org.waymark.indexer.build.KeyFrames;
import org.waymark.indexer.build.Spool;

/**
 * Builds a version of a map from data sets: describes every frame, chooses those that become
 * places, and writes them as the next version. A build that fails or is ended leaves the versions
 * as they were; what it has described it leaves in the map's {@link Spool}, from where the same
 * build goes on.
 */
public final class MapBuilder {

  private final Model model;
  private final Options options;
  private final Function<Path, DescriptorSource> sources;

  /** One that describes the frames here. */
  public MapBuilder(DescriptorExtractor extractor, Options options) {
    this(
        Model.of(extractor.model()),
        options,
        map ->
            new SpooledDescriptors(
                Spool.in(map, options.skipBroken(), options.restart()), extractor));
  }

  /**
   * @param model that the descriptors are of
   * @param sources gives the descriptors of a build of the map in a directory
   */
  public MapBuilder(Model model, Options options, Function<Path, DescriptorSource> sources) {
    this.model = model;
    this.options = options;
    this.sources = sources;
  }

  /** Whose descriptors a map holds. */
  public record Model(String id, String name, int descriptorSize) {

    public static Model of(ModelBundle bundle) {
      return new Model(bundle.id(), bundle.name(), bundle.spec().descriptorSize());
    }
  }

  /** Describes here, and keeps what is described where the next build finds it. */
  private record SpooledDescriptors(Spool spool, DescriptorExtractor extractor)
      implements DescriptorSource {

    @Override
    public Spool.Described describe(Dataset dataset, ProgressReporter reporter) throws IOException {
      return spool.describe(dataset, extractor, reporter);
    }

    @Override
    public void finished() throws IOException {
      spool.finished();
    }

    @Override
    public void close() throws IOException {
      spool.close();
    }
  }

  /**
   * How to build.
   *
   * @param frameId the frame that the poses are in, for ROS
   * @param skipBroken leave out frames whose pictures are broken instead of failing at the first
   * @param restart describe everything anew, whatever an interrupted build left
   * @param keyFrames which frames become places
   * @param tags added to those of every place, in place of those of the same names
   * @param thumbnailWidth of a small picture of each place, in pixels; empty for none
   * @param utmZone of positions whose data set names no zone; empty when it is not known
   * @param search how the map is to be searched
   */
  public record Options(
      String frameId,
      boolean skipBroken,
      boolean restart,
      KeyFrameChoice keyFrames,
      Map<String, String> tags,
      OptionalInt thumbnailWidth,
      String utmZone,
      SearchSettings search) {

    public static Options defaults() {
      return new Options(
          "map",
          false,
          false,
          KeyFrameChoice.DEFAULT,
          Map.of(),
          OptionalInt.empty(),
          "",
          SearchSettings.DEFAULT);
    }

    /** The same, with every frame as a place. */
    public Options keepingAll() {
      return new Options(
          frameId,
          skipBroken,
          restart,
          KeyFrameChoice.KEEP_ALL,
          tags,
          thumbnailWidth,
          utmZone,
          search);
    }

    /** The same, without the frames whose pictures are broken. */
    public Options skippingBroken() {
      return new Options(frameId, true, restart, keyFrames, tags, thumbnailWidth, utmZone, search);
    }
  }

  /**
   * Builds the next version of a map from these data sets alone.
   *
   * @return its manifest
   * @throws WaymarkException when a data set has no poses, a picture is broken, or the disk does
   *     not take the map
   */
  public MapManifest build(List<Dataset> datasets, MapDirectory map, ProgressReporter reporter) {
    return new Build(map, null, reporter).run(datasets);
  }

  /**
   * Builds the next version of a map from the places of the version in use and these data sets. The
   * places keep their descriptors, names and order.
   *
   * @return its manifest
   * @throws WaymarkException as {@link #build}; and when there is no map, or it was built with
   *     another model or in another frame
   */
  public MapManifest append(List<Dataset> datasets, MapDirectory map, ProgressReporter reporter) {
    try (PlaceMap base = PlaceMap.open(map.current())) {
      base.requireModel(model.id(), model.name());
      if (!base.manifest().frameId().equals(options.frameId())) {
        throw new WaymarkException(
            "map %s is in the frame '%s', and these data sets are said to be in '%s'; give --frame %s if they are, or align them first"
                .formatted(
                    map.root(),
                    base.manifest().frameId(),
                    options.frameId(),
                    base.manifest().frameId()));
      }
      return new Build(map, base, reporter).run(datasets);
    }
  }

  /** One build under way. */
  private final class Build {

    private static final int HELD_OUT = RecallCheck.MOST_QUERIES / 2;

    private final MapDirectory map;
    private final @Nullable PlaceMap base;
    private final ProgressReporter reporter;
    private final List<MapManifest.Source> sources = new ArrayList<>();
    private final List<float[]> heldOut = new ArrayList<>();

    Build(MapDirectory map, @Nullable PlaceMap base, ProgressReporter reporter) {
      this.map = map;
      this.base = base;
      this.reporter = reporter;
    }

    MapManifest run(List<Dataset> datasets) {
      FrameSurvey survey =
          new FrameSurvey(options.utmZone(), base == null ? null : base.manifest().geo());
      List<String> prefixes =
          PlaceNames.prefixes(
              datasets.stream().map(Dataset::spec).toList(),
              base == null ? List.of() : base.manifest().sources());
      if (base != null) {
        base.forEach(described -> survey.takeName(described.place().id()));
      }
      for (int i = 0; i < datasets.size(); i++) {
        survey.add(datasets.get(i), prefixes.get(i), reporter);
      }
      try {
        List<Path> made = map.create();
        boolean built = false;
        try (DescriptorSource descriptors = MapBuilder.this.sources.apply(map.root())) {
          MapManifest manifest = write(datasets, prefixes, survey, descriptors);
          built = true;
          descriptors.finished();
          return manifest;
        } finally {
          if (!built) {
            MapDirectory.removeEmpty(made);
          }
        }
      } catch (IOException e) {
        throw new WaymarkException(
            "map %s cannot be written: %s. Its versions are as they were; the same command goes on from what is described"
                .formatted(map.root(), FileFailure.reason(e)),
            e);
      }
    }

    private MapManifest write(
        List<Dataset> datasets, List<String> prefixes, FrameSurvey survey, DescriptorSource source)
        throws IOException {
      KeyFrameRule rule = options.keyFrames().rule(survey.isGeographic());
      KeyFrameRule standing = KeyFrameChoice.usual(survey.isGeographic());
      try (PlaceCollection places =
          new PlaceCollection(map.root(), model.descriptorSize(), standing)) {
        if (base != null) {
          sources.addAll(MapPlaces.inOrder(base, places, "", place -> place));
        }
        for (int i = 0; i < datasets.size(); i++) {
          Spool.Described described = source.describe(datasets.get(i), reporter);
          DescribedFrames frames =
              new DescribedFrames(survey.tables().get(i), described.rows(), described.skipped());
          double spread = DescriptorSpread.of(frames.rows(), options.search().seed());
          KeyFrames chosen = KeyFrames.choose(frames, rule, standing, spread);
          PlaceMaker maker =
              new PlaceMaker(survey, prefixes.get(i), options.tags(), options.thumbnailWidth());
          sources.add(collect(datasets.get(i), prefixes.get(i), frames, chosen, maker, places));
          holdOut(frames, chosen);
        }
        warnOfCopiesElsewhere(places);
        MapContent content =
            new MapContent(
                options.frameId(),
                survey.geo(),
                sources,
                inWords(rule),
                base == null ? null : base.manifest().alignment(),
                heldOut);
        return new MapWriter(map, written(), options.search(), reporter)
            .write(places.places(), content);
      }
    }

    private MapManifest.Source collect(
        Dataset dataset,
        String prefix,
        DescribedFrames frames,
        KeyFrames chosen,
        PlaceMaker maker,
        PlaceCollection places)
        throws IOException {
      int before = places.next();
      long copiesBefore = places.copies();
      int[] rowOfFrame = frames.rowOfFrame();
      List<String> skipped = new ArrayList<>();
      try (Progress progress = reporter.start("choosing places", dataset.size());
          Stream<DatasetFrame> all = dataset.frames()) {
        int number = 0;
        for (Iterator<DatasetFrame> i = all.iterator(); i.hasNext(); number++) {
          DatasetFrame frame = i.next();
          if (chosen.chosen().get(number)) {
            places.add(
                maker.make(
                    places.next(),
                    frame,
                    frames.table().pose(number),
                    frames.rows().row(rowOfFrame[number])));
          } else if (frames.skipped().get(number) && skipped.size() < MapManifest.Source.LISTED) {
            skipped.add(frame.id());
          }
          progress.advance(1);
        }
      }
      long left = chosen.copies() + places.copies() - copiesBefore;
      return new MapManifest.Source(
          absolute(dataset.spec()),
          prefix,
          dataset.size(),
          places.next() - before,
          left,
          frames.skipped().cardinality(),
          skipped);
    }

    /** Keeps some frames that did not become places, from each data set. */
    private void holdOut(DescribedFrames frames, KeyFrames chosen) throws IOException {
      BitSet others = new BitSet();
      others.set(0, frames.table().size());
      others.andNot(chosen.chosen());
      others.andNot(frames.skipped());
      int[] candidates = others.stream().toArray();
      Random random = new Random(options.search().seed());
      int[] rowOfFrame = frames.rowOfFrame();
      for (int i = 0; i < Math.min(HELD_OUT, candidates.length); i++) {
        int j = i + random.nextInt(candidates.length - i);
        int frame = candidates[j];
        candidates[j] = candidates[i];
        float[] descriptor = frames.rows().row(rowOfFrame[frame]);
        if (heldOut.size() < HELD_OUT) {
          heldOut.add(descriptor);
        } else if (random.nextInt(sources.size()) == 0) {
          heldOut.set(random.nextInt(HELD_OUT), descriptor);
        }
      }
    }

    private void warnOfCopiesElsewhere(PlaceCollection places) {
      if (places.copiesElsewhere() > 0) {
        reporter.note(
            "%d places were left out although they lie elsewhere than the place whose picture they repeat: did a camera freeze? The first: %s."
                .formatted(places.copiesElsewhere(), places.firstCopyElsewhere()));
      }
    }

    private String inWords(KeyFrameRule rule) {
      String before = base == null ? "" : base.manifest().build().keyFrames();
      return before.isEmpty() || before.equals(rule.toString())
          ? rule.toString()
          : before + "; then " + rule;
    }
  }

  private MapWriter.Model written() {
    return new MapWriter.Model(model.id(), model.name(), model.descriptorSize());
  }

  private static String absolute(DatasetSpec spec) {
    return new DatasetSpec(spec.kind(), spec.path().toAbsolutePath().normalize(), spec.options())
        .toString();
  }
}
