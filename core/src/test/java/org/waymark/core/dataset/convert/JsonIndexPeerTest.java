package org.waymark.core.dataset.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.joml.Quaterniond;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.kind.MslsFixture;
import org.waymark.core.geometry.Pose;
import org.waymark.core.progress.Progress;
import org.waymark.core.progress.ProgressReporter;
import org.waymark.core.testing.Python;

/** Our JSON indexes hold what a Python script makes of the same files by the published rules. */
@Tag("peer")
class JsonIndexPeerTest {

  private static final Progress SILENT = ProgressReporter.silent().start("", 0);

  /** Rules: rows of both tables in step; position from one, compass from the other. */
  private static final String MSLS =
      """
      import csv, json, sys
      root, city, part, ours = sys.argv[1:]
      folder = f'{root}/train_val/{city}/{part}'
      table = lambda name: list(csv.reader(open(f'{folder}/{name}.csv')))[1:]
      paths, loc = [], []
      for p, r in zip(table('postprocessed'), table('raw')):
          assert p[1] == r[1]
          paths.append(f'train_val/{city}/{part}/images/{p[1]}.jpg')
          loc.append([float(p[2]), float(p[3]), float(r[4])])
      want = {'im_prefix': root, 'im_paths': paths, 'loc': loc}
      have = json.load(open(ours))
      assert have == want, (have, want)
      assert list(have) == list(want)
      print(len(paths))
      """;

  /**
   * Rules: frames of the split's sequences by name; the quaternion by the trace where it is
   * positive, else by the largest diagonal element.
   */
  private static final String SCENES =
      """
      import json, sys, os, math, numpy as np
      root, scene, split, ours = sys.argv[1:]
      def quaternion(m):
          t = np.trace(m)
          q = np.empty(4)
          if t > m[3, 3]:
              q[:] = m[2,1]-m[1,2], m[0,2]-m[2,0], m[1,0]-m[0,1], t
          else:
              i = int(np.argmax(np.diag(m)[:3])); j = (i+1) % 3; k = (i+2) % 3
              t = m[i,i] - m[j,j] - m[k,k] + m[3,3]
              q[i] = t; q[j] = m[i,j]+m[j,i]; q[k] = m[k,i]+m[i,k]; q[3] = m[k,j]-m[j,k]
          return q * 0.5 / math.sqrt(t * m[3,3])
      paths, poses = [], []
      for line in open(f'{root}/{scene}/{split.capitalize()}Split.txt'):
          seq = 'seq-' + line.split('sequence')[-1].strip().zfill(2)
          for f in sorted({x.split('.')[0] for x in os.listdir(f'{root}/{scene}/{seq}')}):
              m = np.loadtxt(f'{root}/{scene}/{seq}/{f}.pose.txt')
              paths.append(f'{scene}/{seq}/{f}.color.png')
              poses.append(np.hstack((m[:3,3], quaternion(m))))
      have = json.load(open(ours))
      assert list(have) == ['im_prefix', 'im_paths', 'poses']
      assert have['im_prefix'] == root, have['im_prefix']
      assert have['im_paths'] == paths, (have['im_paths'], paths)
      worst = np.abs(np.array(have['poses']) - np.array(poses)).max()
      assert worst < 1e-12, worst
      print(len(paths))
      """;

  @TempDir Path root;

  @Test
  void shouldWriteMslsIndexesAsTheScriptDoes() throws Exception {
    MslsFixture.trainCity(root, "cph");
    for (String part : new String[] {"query", "database"}) {
      Path json = root.resolve(part + ".json");
      JsonIndexWriter.write(Datasets.open("msls:" + root + "?city=cph&part=" + part), json, SILENT);
      assertThat(
              Python.with("json")
                  .run(root, MSLS, root.toString(), "cph", part, json.toString())
                  .strip())
          .isEqualTo("3");
    }
  }

  @Test
  void shouldWriteSevenScenesIndexesAsTheScriptDoes() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 12; i++) {
      String stem = "heads/seq-%02d/frame-%06d".formatted(1 + i / 6, i % 6);
      picture(root, stem + ".color.png");
      text(root, stem + ".pose.txt", matrix(random));
    }
    text(root, "heads/TrainSplit.txt", "sequence2", "sequence1");
    Path json = root.resolve("train.json");
    JsonIndexWriter.write(
        Datasets.open("7scenes:" + root.resolve("heads") + "?split=train"), json, SILENT);
    assertThat(
            Python.with("numpy")
                .run(root, SCENES, root.toString(), "heads", "train", json.toString())
                .strip())
        .isEqualTo("12");
  }

  /** Rotations of all kinds: also by more than 180 degrees, where the trace is negative. */
  private static String matrix(Random random) {
    Quaterniond q =
        new Quaterniond(
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian())
            .normalize();
    double[] m = new Pose(random.nextDouble(), 2, 3, q.x, q.y, q.z, q.w).toMatrix();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < m.length; i++) {
      text.append(String.format(Locale.ROOT, "%.17e%s", m[i], i % 4 == 3 ? "\n" : "\t"));
    }
    return text.toString();
  }
}
