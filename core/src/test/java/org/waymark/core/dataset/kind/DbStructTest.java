package org.waymark.core.dataset.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.waymark.core.dataset.DatasetFiles.frames;
import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.problems;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.dataset.DatasetFrame;
import org.waymark.core.dataset.Datasets;
import org.waymark.core.dataset.Tags;
import org.waymark.core.npy.NpyArray;
import org.waymark.core.npy.NpzFile;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;
import us.hebi.matlab.mat.types.Struct;

class DbStructTest {

  private static final double[][] DATABASE = {
    {585000, 585010, 585020}, {4477000, 4477001, 4477002}
  };
  private static final double[][] QUERIES = {{585001}, {4477003}};

  @TempDir Path root;

  @Test
  void shouldReadPittsburghByFieldNames() throws IOException {
    picture(root, "000/000001_pitch1_yaw1.jpg");
    picture(root, "queries_real/001/000007_pitch1_yaw1.jpg");
    Struct struct =
        dbStruct(
            List.of(
                "000/000001_pitch1_yaw1.jpg",
                "000/000001_pitch1_yaw2.jpg",
                "001/000001_pitch1_yaw1.jpg"),
            DATABASE,
            List.of("001/000007_pitch1_yaw1.jpg"),
            QUERIES);
    write("datasets/pitts30k_test.mat", struct);
    List<DatasetFrame> frames = frames("pitts30k:" + root + "?split=test");
    assertThat(frames)
        .extracting(DatasetFrame::id)
        .containsExactly(
            "queries_real/001/000007_pitch1_yaw1.jpg",
            "000/000001_pitch1_yaw1.jpg",
            "000/000001_pitch1_yaw2.jpg",
            "001/000001_pitch1_yaw1.jpg");
    assertThat(frames.get(3).position().orElseThrow().east()).isEqualTo(585020);
    assertThat(frames.get(3).position().orElseThrow().north()).isEqualTo(4477002);
    assertThat(frames.get(3).position().orElseThrow().heading()).isEmpty();
    assertThat(frames.get(3).tags()).containsEntry(Tags.PART, "database");
    assertThat(frames.getFirst().image().encoding()).isEqualTo("jpeg");
    assertThat(frames("pitts30k:" + root + "?part=query")).hasSize(1);
    assertThatThrownBy(() -> Datasets.open("pitts30k:" + root + "?split=train"))
        .hasMessageContaining("pitts30k_train.mat");
  }

  @Test
  void shouldFindTokyosPicturesByEitherExtension() throws IOException {
    picture(root, "images/03814/381448.50/x.png");
    picture(root, "query/00001.jpg");
    write(
        "tokyo247.mat",
        dbStruct(
            List.of("03814/381448.50/x.jpg"),
            new double[][] {{1}, {2}},
            List.of("00001.jpg"),
            QUERIES));
    List<DatasetFrame> frames = frames("tokyo247:" + root);
    assertThat(frames.get(0).image().encoding()).isEqualTo("jpeg");
    assertThat(frames.get(1).image().encoding()).isEqualTo("png");
    assertThat(frames.get(1).id()).endsWith("x.jpg");
  }

  @Test
  void shouldReadTheMonthsOfTokyoTimeMachine() throws IOException {
    Struct struct =
        dbStruct(List.of("a.png", "b.png", "c.png"), DATABASE, List.of("q.png"), QUERIES);
    struct.set("dbTimeStamp", matrix(new double[][] {{24162, 201306, 735386}}));
    struct.set("qTimeStamp", matrix(new double[][] {{24163}}));
    write("tokyoTM_val.mat", struct);
    long june = Instant.parse("2013-06-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;
    long july = Instant.parse("2013-07-01T00:00:00Z").getEpochSecond() * 1_000_000_000L;
    assertThat(frames("tokyotm:" + root + "?split=val"))
        .extracting(DatasetFrame::stampNanos)
        .containsExactly(july, june, june, june);
    assertThat(frames("tokyotm:" + root + "?split=val")).allMatch(DatasetFrame::dated);
    struct = dbStruct(List.of("a.png", "b.png", "c.png"), DATABASE, List.of("q.png"), QUERIES);
    struct.set("dbTimeStamp", matrix(new double[][] {{24162, 201399, 735386}}));
    struct.set("qTimeStamp", matrix(new double[][] {{24163}}));
    write("tokyoTM_val.mat", struct);
    assertThat(problems("tokyotm:" + root + "?split=val").texts())
        .singleElement()
        .asString()
        .contains("picture 2 of the database has the time 201399.0");
  }

  @Test
  void shouldReadOneCoordinateAndTransposedPositions() throws IOException {
    Struct struct =
        dbStruct(
            List.of("a.png", "b.png", "c.png"),
            new double[][] {{10, 20, 30}},
            List.of("q.png", "r.png", "s.png"),
            new double[][] {{1, 2}, {3, 4}, {5, 6}});
    write("x.mat", struct);
    List<DatasetFrame> frames = frames("dbstruct:" + root.resolve("x.mat"));
    assertThat(frames.get(2).position().orElseThrow().north()).isEqualTo(6);
    assertThat(frames.get(4).position().orElseThrow().east()).isEqualTo(20);
    assertThat(frames.get(4).position().orElseThrow().north()).isZero();
  }

  @Test
  void shouldReadTheArchiveWithListsOfNames() throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("utmDb", NpyArray.of(new double[] {1, 2, 3, 4}, 2, 2));
    arrays.put("utmQ", NpyArray.of(new double[] {5, 6}, 1, 2));
    NpzFile.write(root.resolve("pitts30k_test.npz"), arrays);
    text(root, "pitts30k_imageNames_index.txt", "./P/000/a.jpg", "./P/000/b.jpg");
    text(root, "pitts30k_imageNames_query.txt", "./P/queries_real/000/c.jpg");
    List<DatasetFrame> frames = frames("pitts30k:" + root);
    assertThat(frames)
        .extracting(DatasetFrame::id)
        .containsExactly("P/queries_real/000/c.jpg", "P/000/a.jpg", "P/000/b.jpg");
    assertThat(frames.get(2).position().orElseThrow().north()).isEqualTo(4);
    text(root, "pitts30k_imageNames_query.txt", "c.jpg", "d.jpg");
    assertThatThrownBy(() -> Datasets.open("pitts30k:" + root))
        .hasMessageContaining("2 pictures, but 1 positions");
  }

  @Test
  void shouldKnowTheKeysOfMsls() throws IOException {
    String folder = "Mapillary_Street_Level_Sequences/train_val/amman/database/images/";
    write(
        "msls.mat",
        dbStruct(
            List.of(folder + "ot6eSG8GM1PJ-_fCLHqSNA.jpg"),
            new double[][] {{1}, {2}},
            List.of(),
            new double[][] {{}, {}}));
    assertThat(frames("dbstruct:" + root.resolve("msls.mat")).getFirst().key())
        .isEqualTo("ot6eSG8GM1PJ-_fCLHqSNA");
  }

  @Test
  void shouldSayWhatIsWrong() throws IOException {
    String spec = "dbstruct:" + root.resolve("x.mat");
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("there is no file");
    Files.writeString(root.resolve("x.mat"), "MATLAB 5.0 MAT-file, but no more than that");
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("x.mat is no readable");
    Files.writeString(
        root.resolve("x.mat"), "\u0089HDF\r\n", java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("-v7");
    Struct struct = Mat5.newStruct();
    struct.set("whichSet", Mat5.newString("test"));
    write("x.mat", struct);
    assertThatThrownBy(() -> Datasets.open(spec)).hasMessageContaining("dbImageFns");
    write("x.mat", dbStruct(List.of("a", "b"), DATABASE, List.of("q"), QUERIES));
    assertThatThrownBy(() -> Datasets.open(spec))
        .hasMessageContaining("2 pictures, but 3 positions");
    double[][] bad = {{1, Double.NaN, 3}, {1, 2, 3}};
    write("x.mat", dbStruct(List.of("a", "b", "a"), bad, List.of("q"), QUERIES));
    assertThat(problems(spec).texts())
        .anySatisfy(t -> assertThat(t).contains("picture 2 of the database", "NaN"))
        .anySatisfy(t -> assertThat(t).contains("picture 3 of the database", "twice"));
  }

  @Test
  void shouldSurviveDamagedFiles() throws IOException {
    write("x.mat", dbStruct(List.of("a", "b", "c"), DATABASE, List.of("q"), QUERIES));
    Path file = root.resolve("x.mat");
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] damaged =
          Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
      for (int k = 0; k < 3 && damaged.length > 128; k++) {
        damaged[128 + random.nextInt(damaged.length - 128)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        Datasets.open("dbstruct:" + file);
      } catch (WaymarkException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(250, 500);
  }

  private static Struct dbStruct(
      List<String> database, double[][] utmDb, List<String> queries, double[][] utmQ) {
    Struct struct = Mat5.newStruct();
    // An order of its own: fields go by name.
    struct.set("utmQ", matrix(utmQ));
    struct.set("qImageFns", cell(queries));
    struct.set("whichSet", Mat5.newString("test"));
    struct.set("posDistThr", Mat5.newScalar(25));
    struct.set("dbImageFns", cell(database));
    struct.set("utmDb", matrix(utmDb));
    return struct;
  }

  private static Cell cell(List<String> names) {
    Cell cell = Mat5.newCell(names.size(), 1);
    for (int i = 0; i < names.size(); i++) {
      cell.set(i, Mat5.newString(names.get(i)));
    }
    return cell;
  }

  private static Matrix matrix(double[][] rows) {
    Matrix matrix = Mat5.newMatrix(rows.length, rows[0].length);
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < rows[r].length; c++) {
        matrix.setDouble(r, c, rows[r][c]);
      }
    }
    return matrix;
  }

  private void write(String path, Struct struct) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    try (var sink = Sinks.newStreamingFile(file.toFile());
        var mat = Mat5.newMatFile().addArray("dbStruct", struct)) {
      mat.writeTo(sink);
    }
  }
}
