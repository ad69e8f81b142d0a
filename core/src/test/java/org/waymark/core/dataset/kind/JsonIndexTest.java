package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.problems;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Tags;

class JsonIndexTest {

  @TempDir Path root;

  @Test
  void shouldReadPosesWhicheverComesFirst() throws IOException {
    picture(root, "W17/img1.jpg");
    text(
        root,
        "W17.json",
        """
        {"poses": [[1, 2.5, 3e0, 0, 0, 0.6, 0.8], [0, 0, 0, 0, 0, 0, 1]], "extra": {"a": [1]},
         "im_prefix": "/nowhere/TB_Places/", "im_paths": ["W17/img1.jpg", "W17/img2.jpg"]}
        """);
    List<DatasetFrame> frames = frames("tb-places:" + root);
    assertThat(frames).hasSize(2);
    assertThat(frames.getFirst().pose().orElseThrow().y()).isEqualTo(2.5);
    assertThat(frames.getFirst().pose().orElseThrow().qz()).isEqualTo(0.6);
    assertThat(frames.getFirst().image().width()).isEqualTo(8);
    assertThat(frames.getFirst().position()).isEmpty();
    assertThat(frames("json:" + root.resolve("W17.json") + "?images=/elsewhere").getFirst().file())
        .contains(Path.of("/elsewhere/W17/img1.jpg"));
  }

  @Test
  void shouldReadLocationsAndTheKeysOfMsls() throws IOException {
    text(
        root,
        "query.json",
        """
        {"im_prefix": "%s", "im_paths": ["train_val/cph/query/images/k-1.jpg"],
         "loc": [[347000.5, 6172000.25, 370.5]]}
        """
            .formatted(root));
    DatasetFrame frame = frames("json:" + root.resolve("query.json")).getFirst();
    assertThat(frame.key()).isEqualTo("k-1");
    assertThat(frame.position().orElseThrow().headingDegrees()).isEqualTo(370.5);
    assertThat(frame.tags()).containsEntry(Tags.CITY, "cph").containsEntry(Tags.PART, "query");
  }

  @Test
  void shouldSayWhatIsWrong() throws IOException {
    String spec = "json:" + root.resolve("x.json");
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("there is no file");
    text(root, "x.json", "{\"im_paths\": [\"a\"", "}");
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("x.json:2");
    text(root, "x.json", "[]");
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("x.json:1");
    text(root, "x.json", "{\"im_prefix\": \"/\"}");
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("im_paths");
    text(root, "x.json", "[".repeat(5000));
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("x.json:1");
    text(root, "x.json", "{\"im_paths\": [\"a\", \"b\"], \"loc\": [[1, 2, 3]]}");
    assertThatThrownBy(() -> Datasets.open(spec))
        .hasMessageContaining("2 entries in im_paths, but 1");
    text(
        root,
        "x.json",
        "{\"im_paths\": [\"a\", \"b\", \"c\", \"d\", \"c\"],",
        " \"poses\": [[0,0,0,0,0,0,1], [0,0,0,0,0,0,2],",
        "   [0,0,0,0,0,0,1], [0,0,0,0,\"x\",0,1], [0,0,0,0,0,0,1]]}");
    assertThat(problems(spec).texts())
        .hasSize(3)
        .anySatisfy(t -> assertThat(t).contains("x.json:3:", "entry 4 of poses"))
        .anySatisfy(t -> assertThat(t).contains("entry 2", "norm 2.0"))
        .anySatisfy(t -> assertThat(t).contains("entry 5", "c is there twice"));
  }

  @Test
  void shouldTakeNumbersAsPythonWritesThem() throws IOException {
    String spec = "json:" + root.resolve("x.json");
    text(
        root,
        "x.json",
        "{\"im_paths\": [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"], \"score\": NaN,",
        "\"loc\": [[1, 2, NaN], [1, NaN, 3], [1e999, 2, 3], [1, 2, -Infinity], [1, 2, 1e999], [1, 2]]}");
    assertThat(problems(spec).texts())
        .hasSize(4)
        .allSatisfy(t -> assertThat(t).contains("x.json:2:"))
        .anySatisfy(t -> assertThat(t).contains("entry 2 of loc"))
        .anySatisfy(t -> assertThat(t).contains("entry 3 of loc"))
        .anySatisfy(t -> assertThat(t).contains("entry 4 of loc"))
        .anySatisfy(t -> assertThat(t).contains("entry 5 of loc"));
    text(root, "x.json", "{\"im_paths\": [\"a\"], \"loc\": [[1, 2, NaN]]}");
    DatasetFrame frame = frames(spec).getFirst();
    assertThat(frame.position().orElseThrow().heading()).isEmpty();
    assertThat(frame.stamped()).isFalse();
    text(
        root,
        "x.json",
        "{\"im_paths\": [\"a\", \"b\"],",
        "\"poses\": [[0, 0, 0, 0, 0, 0, 1], [1, 2, 3, 0, 0, 0, 1e999]]}");
    assertThat(problems(spec).texts()).singleElement().asString().contains("entry 2 of poses");
  }

  @Test
  void shouldAskWhichIndexIsMeant() throws IOException {
    assertThatThrownBy(() -> Datasets.open("tb-places:" + root)).hasMessageContaining(".json");
    text(root, "a.json", "{\"im_paths\": [\"a\"]}");
    text(root, "b.json", "{\"im_paths\": [\"b\"]}");
    assertThatThrownBy(() -> Datasets.open("tb-places:" + root))
        .hasMessageContaining("index=a.json");
    assertThat(frames("tb-places:" + root + "?index=b.json").getFirst().id()).isEqualTo("b");
  }
}
