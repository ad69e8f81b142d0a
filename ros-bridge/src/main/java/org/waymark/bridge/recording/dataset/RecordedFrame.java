package org.waymark.bridge.recording.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.waymark.bridge.frame.FramePictures;
import org.waymark.bridge.message.sensor_msgs.CompressedImage;
import org.waymark.bridge.message.sensor_msgs.Image;
import org.waymark.bridge.recording.Encoding;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Tags;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;

/** A picture of a recording, which is read when it is asked for. */
record RecordedFrame(RecordingDataset dataset, PictureRow row) implements DatasetFrame {

  @Override
  public String id() {
    return row.id();
  }

  @Override
  public String sequence() {
    return dataset.name();
  }

  @Override
  public long stampNanos() {
    return row.stampNanos();
  }

  @Override
  public Optional<String> cameraFrame() {
    return Optional.of(row.camera()).filter(frame -> !frame.isEmpty());
  }

  @Override
  public ImageData image() throws IOException {
    Encoding encoding = row.channel().encoding();
    try {
      ByteBuffer bytes = dataset.recording().read(row.address());
      return Messages.carries(row.channel(), Image.TYPE)
          ? FramePictures.of(Messages.read(encoding, Image.TYPE, bytes))
          : FramePictures.of(Messages.read(encoding, CompressedImage.TYPE, bytes));
    } catch (WaymarkException e) {
      throw new IOException("picture %s: %s".formatted(id(), e.getMessage()), e);
    }
  }

  @Override
  public Optional<Pose> pose() {
    return dataset.drive().hasPoses()
        ? dataset.drive().cameraPose(row.camera(), row.stampNanos())
        : Optional.empty();
  }

  @Override
  public Optional<Odometry> odometry() {
    return dataset.drive().odometry(row.stampNanos());
  }

  @Override
  public Optional<Pose> baseToCamera() {
    return dataset.drive().baseToCamera(row.camera());
  }

  @Override
  public Optional<Intrinsics> intrinsics() {
    return dataset.drive().intrinsics(row.channel().topic());
  }

  @Override
  public SequencedMap<String, String> tags() {
    SequencedMap<String, String> tags = new LinkedHashMap<>();
    tags.put(Tags.CAMERA, row.channel().topic());
    return java.util.Collections.unmodifiableSequencedMap(tags);
  }
}
