package org.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.testing.Python;

/** Files that Python writes are scored as Python scores them, and Python reads what is written. */
@Tag("peer")
class EvalPeerTest {

  private static final double EXACT = 1e-9;

  /** The denominator is that of the reference's eval_pitts: queries with any entry. */
  private static final String WRITE =
      """
      import json, h5py, numpy as np
      from sklearn.metrics import average_precision_score
      r = np.random.RandomState(7)
      sim = r.rand(40, 90) < 0.03
      sim[::5] = False
      d = (r.rand(40, 90) * np.where(sim, 0.7, 1)).astype(np.float32)
      ranked = np.argsort(d, axis=1, kind="stable")
      np.save("distances.npy", d)
      np.save("ranked.npy", ranked[:, :10])
      np.save("truth.npy", sim)
      with h5py.File("sim.h5", "w") as f:
          f["sim"] = sim.astype(np.uint8)
      with h5py.File("fov.h5", "w") as f:
          f["fov"] = np.where(sim, 0.8, 0.3).astype(np.float32)
      any_right = sim.any(axis=1)
      recall = {k: float(np.take_along_axis(sim, ranked[:, :k], 1).any(axis=1)[any_right].mean())
                for k in (1, 5, 10)}
      t = np.arange(50) / 10
      true = np.stack([t, np.sin(t), 0 * t], 1)
      found = true + r.randn(50, 3) * 0.1
      still = np.tile([0., 0, 0, 1], (50, 1))
      np.savetxt("truth.tum", np.hstack([t[:, None], true, still]))
      np.savetxt("found.tum", np.hstack([t[:, None], found, still]))
      print(json.dumps({
          "recall": recall,
          "ap": float(average_precision_score(sim.ravel(), -d.ravel())),
          "rmse": float(np.sqrt(((true - found) ** 2).sum(1).mean()))}))
      """;

  private static final String READ =
      """
      import numpy as np
      assert np.array_equal(np.load("again.npy"), np.load("ranked.npy"))
      out = np.loadtxt("out.tum")
      assert np.allclose(out, [[0, 1, 2, 3, 0, 0, 0, 1], [1.5, 4, 5, 6, 0, 0, 0, 1]], atol=1e-9), out
      print("same")
      """;

  @TempDir Path directory;

  @Test
  void shouldScoreWhatPythonWroteAndWriteWhatPythonReads() throws Exception {
    Python python = Python.with("h5py, sklearn");
    JsonNode expected = new ObjectMapper().readTree(python.run(directory, WRITE));
    for (String truth : new String[] {"sim.h5", "fov.h5", "truth.npy"}) {
      JsonNode scores =
          eval(
              "--distances",
              file("distances.npy"),
              "--gt",
              file(truth),
              "--recall-over",
              "positive",
              "--write-predictions",
              file("again.npy"));
      sameRecall(scores, expected);
      assertThat(scores.get("ap").asDouble())
          .isCloseTo(expected.get("ap").asDouble(), within(EXACT));
      sameRecall(
          eval(
              "--predictions",
              file("ranked.npy"),
              "--gt",
              file(truth),
              "--recall-over",
              "positive"),
          expected);
    }
    JsonNode drive = eval("--localizations", file("found.tum"), "--truth", file("truth.tum"));
    assertThat(drive.at("/ate_m/rmse").asDouble())
        .isCloseTo(expected.get("rmse").asDouble(), within(EXACT));

    Files.writeString(
        directory.resolve("drive.jsonl"),
        """
        {"sequence": 0, "stamp_ns": 0, "position": [1, 2, 3], "orientation": [0, 0, 0, 1]}
        {"sequence": 1, "stamp_ns": 1500000000, "position": [4, 5, 6], "orientation": [0, 0, 0, 1]}
        """);
    eval(
        "--localizations",
        file("drive.jsonl"),
        "--truth",
        file("truth.tum"),
        "--trajectory-out",
        file("out.tum"));
    assertThat(python.run(directory, READ)).contains("same");
  }

  private static void sameRecall(JsonNode scores, JsonNode expected) {
    expected
        .get("recall")
        .properties()
        .forEach(
            recall ->
                assertThat(scores.get("recall").get(recall.getKey()).asDouble())
                    .as("recall@%s", recall.getKey())
                    .isCloseTo(recall.getValue().asDouble(), within(EXACT)));
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private static JsonNode eval(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 2];
    command[0] = "eval";
    command[1] = "--json";
    System.arraycopy(arguments, 0, command, 2, arguments.length);
    Cli.Run run = Cli.run(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
