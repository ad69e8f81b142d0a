package org.waymark.bridge.live.in;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.waymark.bridge.live.config.CameraConfig;
import org.waymark.core.geometry.Odometry;
import org.waymark.core.geometry.Pose;
import org.waymark.core.image.ImageData;

class FiltersTest {

  private static final long MS = 1_000_000;

  @Test
  void shouldKeepARateDespiteJitter() {
    Random jitter = new Random(5);
    for (double wanted : new double[] {30, 20, 10, 1}) {
      RateLimit limit = new RateLimit(wanted);
      int passed = 0;
      for (int i = 0; i < 3000; i++) {
        long stamp = (long) (i * 1e9 / 30) + (long) (jitter.nextGaussian() * MS);
        passed += limit.passes(stamp) ? 1 : 0;
      }
      assertThat(passed / 100.0).as("rate %s", wanted).isBetween(wanted * 0.97, wanted * 1.03);
    }
    assertThat(new RateLimit(0).passes(1)).isTrue();
  }

  @Test
  void shouldGoOnAfterAJumpBackOfTheClock() {
    RateLimit limit = new RateLimit(1);
    assertThat(limit.passes(1_000_000 * MS)).isTrue();
    assertThat(limit.passes(5 * MS)).isTrue();
    assertThat(limit.passes(6 * MS)).isFalse();
  }

  @Test
  void shouldLeaveOutNoiseAndKeepWhatChanges() {
    ParkedFilter filter = new ParkedFilter(1);
    Random noise = new Random(9);
    Optional<Odometry> still = Optional.of(Odometry.ofPose(Pose.IDENTITY));
    assertThat(filter.passes(grey(noise, 100, -1), 0, still)).isTrue();
    assertThat(filter.passes(grey(noise, 100, -1), 100 * MS, still)).isFalse();
    // Something of the size of a twelfth of the picture has come in.
    assertThat(filter.passes(grey(noise, 100, 3), 200 * MS, still)).isTrue();
    assertThat(filter.passes(grey(noise, 100, 3), 300 * MS, still)).isFalse();
    assertThat(filter.passes(grey(noise, 100, 3), 1200 * MS, still)).isTrue();
    // A white wall looks the same from everywhere; the wheels know better.
    Optional<Odometry> moved = Optional.of(Odometry.ofPose(new Pose(0.1, 0, 0, 0, 0, 0, 1)));
    assertThat(filter.passes(grey(noise, 100, 3), 1300 * MS, moved)).isTrue();
    assertThat(filter.passes(ImageData.compressed("jpeg", new byte[3]), 1400 * MS, moved)).isTrue();
  }

  @Test
  void shouldBoundAQueueInNumberAndBytesAndHoldTheNewest() throws Exception {
    PictureQueue queue = new PictureQueue(new CameraConfig.Queue(3, 100));
    assertThat(queue.offer(picture(1, 40))).isZero();
    assertThat(queue.offer(picture(2, 40))).isZero();
    assertThat(queue.offer(picture(3, 40))).isEqualTo(1);
    assertThat(queue.offer(picture(4, 500))).isEqualTo(2);
    assertThat(queue.offer(picture(5, 1))).isEqualTo(1);
    queue.offer(picture(6, 1));
    queue.offer(picture(7, 1));
    assertThat(queue.offer(picture(8, 1))).isEqualTo(1);
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.take().stampNanos()).isEqualTo(6);
  }

  @Test
  void shouldCompressWhatCanBeAndMakeItSmaller() {
    JpegEncoder encoder = new JpegEncoder(new CameraConfig.Jpeg(90, 100));
    byte[] red = new byte[320 * 240 * 3];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = (byte) 200;
    }
    ImageData jpeg = encoder.encode(new ImageData("rgb8", 320, 240, 960, red));
    assertThat(jpeg.encoding()).isEqualTo("jpeg");
    assertThat(jpeg.width()).isEqualTo(100);
    assertThat(jpeg.height()).isEqualTo(75);
    int pixel = Rasters.of(jpeg).orElseThrow().getRGB(50, 40);
    assertThat(pixel >> 16 & 0xff).isBetween(190, 210);
    assertThat(pixel & 0xff).isLessThan(20);
    ImageData mosaic = new ImageData("bayer_rggb8", 4, 4, 4, new byte[16]);
    assertThat(encoder.encode(mosaic)).isSameAs(mosaic);
    ImageData deep = new ImageData("mono16", 2, 2, 4, new byte[8]);
    assertThat(encoder.encode(deep)).isSameAs(deep);
  }

  private static CapturedPicture picture(long stamp, int bytes) {
    return new CapturedPicture(
        "camera", stamp, stamp, ImageData.compressed("jpeg", new byte[bytes]));
  }

  /** Grey with noise, and a darker band of a sixteenth of its width. */
  private static ImageData grey(Random noise, int level, int band) {
    byte[] pixels = new byte[160 * 120];
    for (int i = 0; i < pixels.length; i++) {
      int base = i % 160 / 10 == band ? level - 30 : level;
      pixels[i] = (byte) (base + noise.nextGaussian() * 3);
    }
    return new ImageData("mono8", 160, 120, 160, pixels);
  }
}
