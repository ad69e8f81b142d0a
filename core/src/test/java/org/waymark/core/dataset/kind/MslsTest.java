package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.problems;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Tags;

class MslsTest {

  @TempDir Path root;

  @BeforeEach
  void writeCities() throws IOException {
    MslsFixture.trainCity(root, "cph");
    MslsFixture.trainCity(root, "amman");
    MslsFixture.testCity(root, "miami");
  }

  @Test
  void shouldReadWhatTheTablesSayOfAPicture() throws IOException {
    DatasetFrame frame = frames(spec("?city=cph&part=query")).get(1);
    assertThat(frame.key()).isEqualTo("cphq1");
    assertThat(frame.id()).isEqualTo("train_val/cph/query/images/cphq1.jpg");
    assertThat(frame.sequence()).isEqualTo("seqq0");
    assertThat(frame.frameNumber()).hasValue(8);
    assertThat(frame.stampNanos())
        .isEqualTo(Instant.parse("2019-04-17T00:00:00Z").getEpochSecond() * 1_000_000_000L);
    assertThat(frame.position().orElseThrow().east()).isEqualTo(347000.123456789 + 3);
    assertThat(frame.position().orElseThrow().north()).isEqualTo(6172000.987654321 + 4);
    assertThat(frame.position().orElseThrow().headingDegrees()).isEqualTo(349.25);
    assertThat(frame.panorama()).isTrue();
    assertThat(frame.tags())
        .containsEntry(Tags.CITY, "cph")
        .containsEntry(Tags.PART, "query")
        .containsEntry(Tags.SPLIT, "val")
        .containsEntry(Tags.NIGHT, "false")
        .containsEntry(Tags.VIEW, "sideways");
    assertThat(frame.pose()).isEmpty();
    assertThat(frame.image().width()).isEqualTo(8);
  }

  @Test
  void shouldChooseCitiesPartsSplitsAndSubtasks() {
    assertThat(frames(spec("")).stream().map(f -> f.tags().get(Tags.CITY)).distinct())
        .containsExactly("amman", "cph", "miami");
    assertThat(keys("?city=cph,amman&part=database"))
        .containsExactly("cphd0", "cphd1", "cphd2", "ammand0", "ammand1", "ammand2");
    assertThat(keys("?city=cph,amman,miami&split=val&part=query"))
        .containsExactly("cphq0", "cphq1", "cphq2");
    assertThat(keys("?city=cph&subtask=s2w")).containsExactly("cphq2", "cphd2");
    assertThat(keys("?city=cph&subtask=all&part=query")).hasSize(3);
    assertThatThrownBy(() -> Datasets.open(spec("?split=val")))
        .hasMessageContaining("'sf'")
        .hasMessageContaining("city=a,b");
    assertThatThrownBy(() -> Datasets.open(spec("?subtask=summer"))).hasMessageContaining("s2w");
    assertThatThrownBy(() -> Datasets.open(spec("?part=map"))).hasMessageContaining("database");
  }

  @Test
  void shouldOpenTestCitiesWithoutPositions() {
    List<DatasetFrame> frames = frames(spec("?city=miami&part=query"));
    assertThat(frames).extracting(DatasetFrame::key).containsExactly("miamiq0", "miamiq1");
    assertThat(frames.getFirst().position()).isEmpty();
    assertThat(frames.getFirst().tags())
        .containsEntry(Tags.SPLIT, "test")
        .doesNotContainKey(Tags.PANORAMA);
  }

  @Test
  void shouldCountMalformedLinesByFileAndLine() throws IOException {
    replace("raw.csv", "2,cphq2,12.57,55.67,339.0", "2,cphq2,12.57,55.67,north");
    replace("postprocessed.csv", "0,cphq0,347000.123456789", "0,cphq0,nan");
    assertThat(problems(spec("?city=cph&part=query")).texts())
        .hasSize(2)
        .anySatisfy(text -> assertThat(text).contains("raw.csv:4:", "'north'"))
        .anySatisfy(text -> assertThat(text).contains("postprocessed.csv:2:", "'nan'"));
    assertThatThrownBy(() -> Datasets.open(spec("?city=cph&part=query")))
        .isInstanceOf(WaymarkException.class)
        .hasMessageContaining("2 malformed lines")
        .hasMessageContaining("waymark dataset info");
  }

  @Test
  void shouldRefuseTablesThatDoNotBelongTogether() throws IOException {
    replace("raw.csv", "1,cphq1", "1,other");
    assertThatThrownBy(() -> Datasets.open(spec("?city=cph&part=query")))
        .hasMessageContaining("raw.csv:3")
        .hasMessageContaining("'other'")
        .hasMessageContaining("'cphq1'");
    Files.delete(root.resolve("train_val/cph/query/raw.csv"));
    assertThatThrownBy(() -> Datasets.open(spec("?city=cph&part=query")))
        .hasMessageContaining("there is no file")
        .hasMessageContaining("raw.csv");
  }

  @Test
  void shouldRefuseShorterAndLongerTablesAndLackingColumns() throws IOException {
    Path raw = root.resolve("train_val/cph/query/raw.csv");
    List<String> lines = Files.readAllLines(raw);
    Files.write(raw, lines.subList(0, 3));
    assertThatThrownBy(() -> Datasets.open(spec("?city=cph"))).hasMessageContaining("ends before");
    Files.writeString(raw, String.join("\n", lines) + "\n3,cphq3,1,1,1,2019-01-01,True\n");
    assertThatThrownBy(() -> Datasets.open(spec("?city=cph"))).hasMessageContaining("more rows");
    Files.writeString(raw, String.join("\n", lines).replace("pano", "panorama"));
    assertThatThrownBy(() -> Datasets.open(spec("?city=cph")))
        .hasMessageContaining("raw.csv:1")
        .hasMessageContaining("'pano'");
  }

  @Test
  void shouldCallAKeyThatIsThereTwiceAProblem() throws IOException {
    for (String name : List.of("raw.csv", "postprocessed.csv", "seq_info.csv")) {
      replace(name, "2,cphq2", "2,cphq1");
    }
    assertThat(problems(spec("?city=cph&part=query")).texts())
        .singleElement()
        .asString()
        .contains("seq_info.csv:4", "'cphq1' is there twice");
  }

  private void replace(String table, String from, String to) throws IOException {
    Path file = root.resolve("train_val/cph/query").resolve(table);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private List<String> keys(String query) {
    return frames(spec(query)).stream().map(DatasetFrame::key).toList();
  }

  private String spec(String query) {
    return "msls:" + root + query;
  }
}
