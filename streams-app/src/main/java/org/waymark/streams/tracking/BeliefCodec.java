package org.waymark.streams.tracking;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.waymark.avro.Outcome;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Pose;

/**
 * Beliefs as bytes, exactly: what is read is what was written, bit by bit, so that an outcome can
 * be recomputed from the belief that it started from.
 *
 * <p>Big-endian: int8 version; int16 length and UTF-8 of the run; int64 stamp; int8 outcome;
 * float64 elsewhere; int8 flags (1 odometry); the odometry's pose and covariance; int8 count of
 * groups of sightings, 3 float64 of where each lay; int8 count of hypotheses, each a float64
 * weight, a pose and a covariance. A pose is 7 float64 (x y z qx qy qz qw), a covariance the 21
 * float64 of its upper triangle, row after row. At most {@value #MAX_BYTES} bytes.
 */
public final class BeliefCodec {

  /** Never more hypotheses than this. */
  static final int MAX_HYPOTHESES = 16;

  static final int MAX_BYTES = 8192;

  /** Nor more groups of sightings. */
  static final int MAX_SEEN = 16;

  private static final byte VERSION = 2;
  private static final int MAX_RUN_BYTES = 1024;
  private static final int HAS_ODOMETRY = 1;
  private static final Outcome[] OUTCOMES = {Outcome.LOCALIZED, Outcome.UNCERTAIN, Outcome.LOST};

  private BeliefCodec() {}

  public static byte[] encode(Belief belief) {
    byte[] run = belief.run().getBytes(StandardCharsets.UTF_8);
    if (run.length > MAX_RUN_BYTES
        || belief.hypotheses().size() > MAX_HYPOTHESES
        || belief.seen().size() > MAX_SEEN) {
      throw new IllegalArgumentException(
          "a run of %d bytes, %d hypotheses, %d groups of sightings"
              .formatted(run.length, belief.hypotheses().size(), belief.seen().size()));
    }
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put(VERSION).putShort((short) run.length).put(run).putLong(belief.stampNanos());
    out.put((byte) List.of(OUTCOMES).indexOf(belief.outcome())).putDouble(belief.elsewhere());
    out.put((byte) (belief.odometry().isPresent() ? HAS_ODOMETRY : 0));
    belief.odometry().ifPresent(odometry -> put(out, odometry.gaussian()));
    out.put((byte) belief.seen().size());
    for (Belief.Seen seen : belief.seen()) {
      out.putDouble(seen.x()).putDouble(seen.y()).putDouble(seen.z());
    }
    out.put((byte) belief.hypotheses().size());
    for (Hypothesis hypothesis : belief.hypotheses()) {
      out.putDouble(hypothesis.weight());
      put(out, hypothesis.pose());
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  /**
   * @throws WaymarkException when the bytes are no belief, or one of a newer version
   */
  public static Belief decode(byte[] bytes) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte version = in.get();
      if (version != VERSION) {
        throw new WaymarkException(
            "the robot's belief has version %d, this version of Waymark reads %d; start the localizer with another --application-id to forget it"
                .formatted(version, VERSION));
      }
      Belief belief = decodeBody(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many");
      }
      return belief;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new WaymarkException(
          "the robot's belief of %d bytes is damaged (%s); start the localizer with another --application-id to forget it"
              .formatted(bytes.length, e.getMessage()),
          e);
    }
  }

  private static Belief decodeBody(ByteBuffer in) {
    short length = in.getShort();
    if (length < 0 || length > MAX_RUN_BYTES) {
      throw new IllegalArgumentException("a run of %d bytes".formatted(length));
    }
    byte[] run = new byte[length];
    in.get(run);
    long stampNanos = in.getLong();
    Outcome outcome = OUTCOMES[in.get()];
    double elsewhere = in.getDouble();
    int flags = in.get();
    Optional<UncertainPose> odometry =
        (flags & HAS_ODOMETRY) == 0
            ? Optional.empty()
            : Optional.of(UncertainPose.of(gaussian(in)));
    int groups = count(in, MAX_SEEN, "groups of sightings");
    List<Belief.Seen> seen = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      seen.add(new Belief.Seen(in.getDouble(), in.getDouble(), in.getDouble()));
    }
    int count = count(in, MAX_HYPOTHESES, "hypotheses");
    List<Hypothesis> hypotheses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double weight = in.getDouble();
      hypotheses.add(new Hypothesis(gaussian(in), weight));
    }
    return new Belief(
        new String(run, StandardCharsets.UTF_8),
        stampNanos,
        outcome,
        hypotheses,
        elsewhere,
        odometry,
        seen);
  }

  private static int count(ByteBuffer in, int most, String what) {
    int count = in.get();
    if (count < 0 || count > most) {
      throw new IllegalArgumentException("%d %s".formatted(count, what));
    }
    return count;
  }

  private static void put(ByteBuffer out, PoseGaussian gaussian) {
    Pose pose = gaussian.mean();
    out.putDouble(pose.x()).putDouble(pose.y()).putDouble(pose.z());
    out.putDouble(pose.qx()).putDouble(pose.qy()).putDouble(pose.qz()).putDouble(pose.qw());
    for (int row = 0; row < ErrorState.SIZE; row++) {
      for (int column = row; column < ErrorState.SIZE; column++) {
        out.putDouble(gaussian.covariance().get(row, column));
      }
    }
  }

  private static PoseGaussian gaussian(ByteBuffer in) {
    Pose pose =
        new Pose(
            in.getDouble(),
            in.getDouble(),
            in.getDouble(),
            in.getDouble(),
            in.getDouble(),
            in.getDouble(),
            in.getDouble());
    DMatrixRMaj covariance = new DMatrixRMaj(ErrorState.SIZE, ErrorState.SIZE);
    for (int row = 0; row < ErrorState.SIZE; row++) {
      for (int column = row; column < ErrorState.SIZE; column++) {
        double value = in.getDouble();
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException("a covariance of " + value);
        }
        covariance.set(row, column, value);
        covariance.set(column, row, value);
      }
    }
    return new PoseGaussian(pose, covariance);
  }
}
