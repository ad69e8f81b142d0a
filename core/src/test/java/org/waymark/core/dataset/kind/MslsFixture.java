package org.waymark.core.dataset.kind;

import static org.waymark.core.dataset.DatasetFiles.picture;
import static org.waymark.core.dataset.DatasetFiles.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MSLS with few pictures, laid out as it is published. */
public final class MslsFixture {

  private MslsFixture() {}

  /**
   * A city of train_val: three queries and three of the database. Keys are {@code CITYqN} and
   * {@code CITYdN}; the second of each is a panorama.
   */
  public static void trainCity(Path root, String city) throws IOException {
    for (String part : List.of("query", "database")) {
      String folder = "train_val/" + city + "/" + part;
      List<String> raw = new ArrayList<>(List.of(",key,lon,lat,ca,captured_at,pano"));
      List<String> processed =
          new ArrayList<>(
              List.of(",key,easting,northing,unique_cluster,control_panel,night,view_direction"));
      List<String> sequences = new ArrayList<>(List.of(",key,sequence_key,frame_number"));
      List<String> subtasks = new ArrayList<>(List.of(",all,s2w,w2s,o2n,n2o,d2n,n2d"));
      for (int i = 0; i < 3; i++) {
        String key = city + part.charAt(0) + i;
        raw.add(
            "%d,%s,12.57,55.67,%s,2019-0%d-17,%s"
                .formatted(i, key, 359.5 - 10.25 * i, 3 + i, i == 1 ? "True" : "False"));
        processed.add(
            "%d,%s,%s,%s,%d,False,%s,%s"
                .formatted(
                    i,
                    key,
                    347000.123456789 + 3 * i,
                    6172000.987654321 + 4 * i,
                    i / 2,
                    i == 2 ? "True" : "False",
                    i == 0 ? "Forward" : "Sideways"));
        sequences.add("%d,%s,seq%s%d,%d".formatted(i, key, part.charAt(0), i / 2, 7 + i));
        subtasks.add(
            "%d,True,%s,False,False,False,False,False".formatted(i, i == 2 ? "True" : "False"));
        picture(root, folder + "/images/" + key + ".jpg");
      }
      write(root, folder, "raw", raw);
      write(root, folder, "postprocessed", processed);
      write(root, folder, "seq_info", sequences);
      write(root, folder, "subtask_index", subtasks);
    }
  }

  /** A city of test, which has no positions; keys as above, two pictures in each part. */
  public static void testCity(Path root, String city) throws IOException {
    for (String part : List.of("query", "database")) {
      String folder = "test/" + city + "/" + part;
      text(
          root,
          folder + "/seq_info.csv",
          ",key,sequence_key,frame_number",
          "0,%s%s0,s,0".formatted(city, part.charAt(0)),
          "1,%s%s1,s,1".formatted(city, part.charAt(0)));
      text(
          root,
          folder + "/subtask_index.csv",
          ",all,s2w,w2s,o2n,n2o,d2n,n2d",
          "0,True,True,False,False,False,False,False",
          "1,True,False,False,False,False,False,False");
      picture(root, folder + "/images/%s%s0.jpg".formatted(city, part.charAt(0)));
      picture(root, folder + "/images/%s%s1.jpg".formatted(city, part.charAt(0)));
    }
  }

  private static void write(Path root, String folder, String name, List<String> lines)
      throws IOException {
    text(root, folder + "/" + name + ".csv", lines.toArray(String[]::new));
  }
}
