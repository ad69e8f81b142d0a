package org.waymark.streams;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.waymark.avro.CameraFrame;
import org.waymark.avro.Localization;
import org.waymark.avro.Outcome;
import org.waymark.avro.Provenance;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;
import org.waymark.core.metric.PoseError;
import org.waymark.core.record.Poses;
import org.waymark.descriptors.DescriptorExtractor;
import org.waymark.descriptors.image.ImageRejectedException;
import org.waymark.indexer.PlaceMap;
import org.waymark.streams.tracking.CalibrationFile;
import org.waymark.streams.tracking.TrackerSettings;

/**
 * Recomputes a past outcome from its frame, the model, the map and the belief that it started from,
 * all of which it names or carries, and says what differs.
 *
 * <p>Whether the robot was followed shows in the outcome: plain retrieval gives no covariance,
 * takes up no belief, and never says LOST.
 */
public final class Audit {

  /** Up to which two positions, in metres, or orientations, in radians, are equal. */
  public static final double TOLERANCE = 1e-4;

  private final DescriptorExtractor extractor;
  private final PlaceMap map;

  /**
   * @param map the version that the outcome names, or what is left of it
   */
  public Audit(DescriptorExtractor extractor, PlaceMap map) {
    this.extractor = extractor;
    this.map = map;
  }

  /**
   * What came out.
   *
   * @param tracked whether the robot was followed
   * @param differences in what the outcome was made from: {@code model}, {@code map}, {@code
   *     version}, {@code calibration}, {@code belief} or {@code device}; the reason when the result
   *     differs, and worth knowing when it does not
   * @param recomputed empty when it could not be
   * @param pose how far the recomputed pose is from the past one; empty when one of the two is
   *     missing
   * @param equal same outcome, and same pose within {@link #TOLERANCE}
   */
  public record Report(
      boolean tracked,
      List<Difference> differences,
      Optional<Localization> recomputed,
      Optional<PoseError> pose,
      boolean equal) {}

  /** Something that was one thing then and is another now. */
  public record Difference(String what, String then, String now) {}

  /**
   * Recomputes.
   *
   * @param frame that it was made from
   * @param publishedMillis of the frame's record
   */
  public Report recompute(Localization past, CameraFrame frame, long publishedMillis) {
    Provenance provenance = past.getProvenance();
    boolean tracked = isTracked(past);
    List<Difference> differences = new ArrayList<>();
    compare(differences, "model", provenance.getModel(), extractor.model().id());
    compare(differences, "map", provenance.getMap(), map.manifest().name());
    compare(differences, "version", provenance.getMapVersion(), map.manifest().version());
    if (provenance.getDevice() != null) {
      compare(differences, "device", provenance.getDevice(), Describer.device(extractor));
    }
    if (!map.manifest().modelId().equals(extractor.model().id())) {
      compare(differences, "model of the map", provenance.getModel(), map.manifest().modelId());
      return new Report(tracked, differences, Optional.empty(), Optional.empty(), false);
    }
    Optional<FrameLocalizer> localizer =
        tracked
            ? tracking(differences)
            : Optional.of(FrameLocalizers.singleFrame(map, extractor.model().id()));
    if (localizer.isEmpty()) {
      return new Report(tracked, differences, Optional.empty(), Optional.empty(), false);
    }
    Localization now =
        localizer
            .get()
            .localize(
                describe(frame),
                new FrameKey(
                    provenance.getTopic(), provenance.getPartition(), provenance.getOffset()),
                publishedMillis,
                Optional.ofNullable(provenance.getBelief()).map(Audit::bytes))
            .outcome();
    if (!Objects.equals(provenance.getBelief(), now.getProvenance().getBelief())) {
      differences.add(
          new Difference(
              "belief", inWords(provenance.getBelief()), inWords(now.getProvenance().getBelief())));
    }
    return report(tracked, differences, past, now);
  }

  private static Report report(
      boolean tracked, List<Difference> differences, Localization past, Localization now) {
    Optional<Pose> then = Poses.fromNullable(past.getCameraPose());
    Optional<Pose> again = Poses.fromNullable(now.getCameraPose());
    Optional<PoseError> error =
        then.flatMap(pose -> again.map(other -> PoseError.between(pose, other)));
    boolean samePose =
        error
            .map(e -> e.metres() <= TOLERANCE && Math.toRadians(e.degrees()) <= TOLERANCE)
            .orElse(then.isEmpty() && again.isEmpty());
    return new Report(
        tracked,
        differences,
        Optional.of(now),
        error,
        samePose && past.getOutcome() == now.getOutcome());
  }

  private static boolean isTracked(Localization past) {
    return past.getProvenance().getBelief() != null
        || past.getCovariance() != null
        || past.getOutcome() == Outcome.LOST;
  }

  private Optional<FrameLocalizer> tracking(List<Difference> differences) {
    Optional<CalibrationFile> file = CalibrationFile.read(map.version(), map.manifest().modelId());
    if (file.isEmpty()) {
      differences.add(new Difference("calibration", "the robot was followed", "the map has none"));
    }
    return file.map(
        f ->
            FrameLocalizers.tracking(
                map,
                extractor.model().id(),
                f.calibration(),
                TrackerSettings.DEFAULT.withPlanar(f.planar())));
  }

  private DescribedFrame describe(CameraFrame frame) {
    DescribedFrame.Work work = new DescribedFrame.Work(0, 0, 0);
    try {
      // As the localizer does: a mounting that is no pose is refused before the picture is looked
      // at.
      FrameReader.requireMounting(frame);
      return new DescribedFrame.Described(
          frame,
          extractor.describe(
              new ImageData(
                  frame.getEncoding(),
                  frame.getWidth(),
                  frame.getHeight(),
                  frame.getStep(),
                  bytes(frame.getImage()))),
          work);
    } catch (ImageRejectedException e) {
      return new DescribedFrame.Rejected(frame, e.reason(), work);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return new DescribedFrame.Rejected(frame, String.valueOf(e.getMessage()), work);
    }
  }

  private static void compare(List<Difference> differences, String what, String then, String now) {
    if (!then.equals(now)) {
      differences.add(new Difference(what, then, now));
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static String inWords(@Nullable ByteBuffer belief) {
    return belief == null ? "none" : belief.remaining() + " bytes";
  }
}
