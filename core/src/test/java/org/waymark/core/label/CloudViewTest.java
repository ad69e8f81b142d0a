package org.waymark.core.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.joml.Quaterniond;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.Intrinsics;
import org.waymark.core.geometry.Pose;

class CloudViewTest {

  /** 160 x 120 pixels, a field of view of 2 m by 1.5 m at a distance of 1 m. */
  private static final Intrinsics CAMERA = new Intrinsics(160, 120, 80, 80, 80, 60);

  @TempDir Path folder;

  @Test
  void shouldBeTheSharedPartOfAFlatWall() {
    // At 2 m the wall in view is 4 m wide; a step of 1 m shares 3 m of 5 m.
    PointCloud wall = wall(2);
    CloudView left = view(wall, Pose.IDENTITY);
    CloudView right = view(wall, new Pose(1, 0, 0, 0, 0, 0, 1));
    assertThat(left.overlap(left)).isEqualTo(1);
    assertThat(left.overlap(right)).isCloseTo(0.6, within(0.01)).isEqualTo(right.overlap(left));
    assertThat(left.outline().mayMeet(right.outline())).isTrue();
  }

  @Test
  void shouldNotSeeThroughWalls() {
    PointCloud both = join(wall(2), wall(3));
    CloudView front = view(both, Pose.IDENTITY);
    // From behind the second wall, looking back, only that one is seen.
    CloudView back =
        view(both, Pose.of(new Vector3d(0, 0, 5), new Quaterniond().rotationY(Math.PI)));
    assertThat(front.count()).isEqualTo(view(wall(2), Pose.IDENTITY).count()).isPositive();
    assertThat(back.count()).isPositive();
    assertThat(front.overlap(back)).isZero();
  }

  @Test
  void shouldBeZeroWhenLookingAway() {
    CloudView front = view(wall(2), Pose.IDENTITY);
    CloudView away = view(wall(2), Pose.of(new Vector3d(), new Quaterniond().rotationY(Math.PI)));
    assertThat(away.count()).isZero();
    assertThat(front.overlap(away)).isZero();
    assertThat(away.overlap(away)).isZero();
    assertThat(front.outline().mayMeet(away.outline())).isFalse();
  }

  @Test
  void shouldReadText() throws IOException {
    Path file = folder.resolve("a.xyz");
    Files.writeString(file, "# x y z\n1 2 3 255 0 0\n\n-1.5, 2e3, 0.25\n");
    assertThat(PointClouds.read(file).coordinates()).containsExactly(1, 2, 3, -1.5f, 2000, 0.25f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ascii", "binary_little_endian", "binary_big_endian"})
  void shouldReadPly(String format) throws IOException {
    assertThat(PointClouds.read(ply(format)).coordinates())
        .containsExactly(1, 2, 3, -1.5f, 2000, 0.25f);
  }

  @Test
  void shouldSayWhatIsWrongWithACloud() throws IOException {
    assertRefused("a.xyz", "1 2 3\n4 5\n", "a.xyz:2: '4 5' has no x, y and z");
    assertRefused("b.xyz", "1 2 north\n", "line 1: 'north' is no coordinate");
    assertRefused("c.xyz", "1 2 nan\n", "is no coordinate");
    assertRefused("d.xyz", "1 2 NaN\n", "line 1: NaN is no coordinate; remove invalid points");
    assertRefused("e.xyz", "# nothing\n", "holds no points");
    assertRefused("f.ply", "solid\n", "f.ply:1: a PLY file begins with 'ply'");
    assertRefused(
        "g.ply",
        """
        ply
        format ascii 1.0
        element vertex 9999999999
        property float x
        property float y
        property float z
        end_header
        """,
        "more than 150000000 points");
    assertRefused(
        "h.ply",
        "ply\nformat ascii 1.0\nelement vertex 2\nproperty float x\nproperty float y\nend_header\n",
        "no property 'z'");
    byte[] whole = Files.readAllBytes(ply("binary_little_endian"));
    Files.write(folder.resolve("i.ply"), java.util.Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> PointClouds.read(folder.resolve("i.ply")))
        .hasMessageContaining("i.ply is cut short: its header promises 2 points");
  }

  private void assertRefused(String name, String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertThatThrownBy(() -> PointClouds.read(file))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining(message);
  }

  private Path ply(String format) throws IOException {
    String header =
        "ply\nformat %s 1.0\ncomment made up\nelement vertex 2\nproperty uchar red\nproperty double x\nproperty float y\nproperty float z\nelement face 0\nproperty list uchar int vertex_indices\nend_header\n"
            .formatted(format);
    Path file = folder.resolve(format + ".ply");
    if (format.equals("ascii")) {
      return Files.writeString(file, header + "9 1 2 3\n9 -1.5 2000 0.25\n");
    }
    ByteBuffer body =
        ByteBuffer.allocate(2 * 17)
            .order(format.contains("little") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    body.put((byte) 9).putDouble(1).putFloat(2).putFloat(3);
    body.put((byte) 9).putDouble(-1.5).putFloat(2000).putFloat(0.25f);
    Files.write(file, header.getBytes(StandardCharsets.US_ASCII));
    return Files.write(file, body.array(), java.nio.file.StandardOpenOption.APPEND);
  }

  private static CloudView view(PointCloud cloud, Pose pose) {
    return new CloudView(cloud, pose, CAMERA, SurfaceView.DEPTH_TOLERANCE);
  }

  /** Points 2 cm apart on the plane z = distance. */
  private static PointCloud wall(double distance) {
    int n = 400;
    float[] xyz = new float[3 * n * n];
    for (int i = 0; i < n * n; i++) {
      xyz[3 * i] = (i % n - n / 2) * 0.02f;
      xyz[3 * i + 1] = (i / n - n / 2) * 0.02f;
      xyz[3 * i + 2] = (float) distance;
    }
    return new PointCloud(xyz);
  }

  private static PointCloud join(PointCloud a, PointCloud b) {
    float[] all = java.util.Arrays.copyOf(a.coordinates(), a.coordinates().length * 2);
    System.arraycopy(b.coordinates(), 0, all, a.coordinates().length, b.coordinates().length);
    return new PointCloud(all);
  }
}
