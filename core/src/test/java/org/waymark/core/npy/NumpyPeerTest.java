package org.waymark.core.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.waymark.core.WaymarkException;
import org.waymark.core.testing.Python;

/** NumPy reads what we write, and we read what NumPy writes. */
@Tag("peer")
class NumpyPeerTest {

  @TempDir Path folder;

  @Test
  void shouldReadEveryTypeOrderAndVersionOfNumpy() throws Exception {
    Python.with("numpy")
        .run(
            folder,
            """
            import numpy as np
            a = np.arange(24).reshape(4, 6) % 7
            for t in ['?','i1','i2','i4','i8','u1','u2','u4','u8','f2','f4','f8']:
                for o in '<>':
                    for f in 'CF':
                        b = np.asarray(a, dtype=np.dtype(t).newbyteorder(o), order=f)
                        name = t.replace('?', 'b1')
                        for v in [(1,0),(2,0),(3,0)]:
                            with open(f'{name}-{"le" if o == "<" else "be"}-{f}-{v[0]}.npy', 'wb') as out:
                                np.lib.format.write_array(out, b, version=v)
            """);

    int seen = 0;
    try (var files = Files.newDirectoryStream(folder, "*.npy")) {
      for (Path file : files) {
        boolean bool = file.getFileName().toString().startsWith("b1");
        NpyArray array = NpyArray.read(file);
        assertThat(array.shape()).containsExactly(4, 6);
        try (NpyMatrix matrix = NpyMatrix.open(file)) {
          for (int i = 0; i < 24; i++) {
            double wanted = bool ? Math.min(1, i % 7) : i % 7;
            assertThat(array.doubles()[i]).as("%s at %d", file, i).isEqualTo(wanted);
            assertThat((double) matrix.row(i / 6)[i % 6]).as("%s at %d", file, i).isEqualTo(wanted);
          }
          seen++;
        }
      }
    }
    assertThat(seen).isEqualTo(12 * 2 * 2 * 3);
  }

  @Test
  void shouldReadTheEdgesOfEachType() throws Exception {
    Python.with("numpy")
        .run(
            folder,
            """
            import numpy as np
            np.save('u8.npy', np.array([2**64 - 1, 2**63 + 1025, 3], dtype='u8'))
            np.save('i8.npy', np.array([-2**63, 2**63 - 1]))
            np.save('f2.npy', np.array([65504, 6e-8, -0.0, np.inf, np.nan], dtype='f2'))
            np.save('scalar.npy', np.float64(2.5))
            np.save('empty.npy', np.zeros((0, 5), dtype='f4'))
            np.save('cube.npy', np.asfortranarray(np.arange(24.0).reshape(2, 3, 4)))
            """);

    assertThat(array("u8").doubles()).containsExactly(0x1p64, 0x1p63 + 2048, 3);
    assertThat(array("i8").longs()).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
    assertThat(array("f2").floats())
        .containsExactly(65504, 0x1p-24f, -0f, Float.POSITIVE_INFINITY, Float.NaN);
    assertThat(array("scalar").shape()).isEmpty();
    assertThat(array("scalar").doubles()).containsExactly(2.5);
    assertThat(array("empty").rows()).isZero();
    assertThat(array("empty").columns()).isEqualTo(5);
    assertThat(array("cube").doubles()[13]).isEqualTo(13);
    assertThatThrownBy(() -> array("f2").longs()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseWhatIsNoNumberOrNotReadWithANameForIt() throws Exception {
    Python.with("numpy")
        .run(
            folder,
            """
            import numpy as np
            np.save('text.npy', np.array(['a', 'b']))
            np.save('objects.npy', np.array([{}, None], dtype=object), allow_pickle=True)
            np.save('structure.npy', np.zeros(2, dtype=[('x', 'f4'), ('y', 'i4')]))
            np.save('complex.npy', np.zeros(2, dtype=complex))
            np.save('dates.npy', np.zeros(2, dtype='datetime64[s]'))
            np.save('raw.npy', np.zeros(2, dtype='V2'))
            """);

    for (Map.Entry<String, String> refused :
        Map.of(
                "text", "text",
                "objects", "never loaded",
                "structure", "several fields",
                "complex", "complex numbers",
                "dates", "dates",
                "raw", "bfloat16")
            .entrySet()) {
      assertThatThrownBy(() -> array(refused.getKey()))
          .isInstanceOf(WaymarkException.class)
          .hasMessageContaining(refused.getKey() + ".npy")
          .hasMessageContaining(refused.getValue());
    }
  }

  @Test
  void shouldExchangeArchives() throws Exception {
    Python numpy = Python.with("numpy");
    numpy.run(
        folder,
        """
        import numpy as np
        np.savez('stored.npz', a=np.arange(6.0).reshape(2, 3), b=np.array([True, False]))
        np.savez_compressed('deflated.npz', a=np.arange(6.0).reshape(2, 3), b=np.array([1, 0], 'u1'))
        """);
    for (String name : new String[] {"stored.npz", "deflated.npz"}) {
      Map<String, NpyArray> arrays = NpzFile.read(folder.resolve(name));
      assertThat(arrays.keySet()).containsExactly("a", "b");
      assertThat(NpzFile.read(folder.resolve(name), "a").floatRow(1)).containsExactly(3, 4, 5);
      assertThat(NpzFile.read(folder.resolve(name), "b").longs()).containsExactly(1, 0);
    }

    LinkedHashMap<String, NpyArray> ours = new LinkedHashMap<>();
    ours.put("x", NpyArray.of(new float[] {1.5f, -2}, 1, 2));
    ours.put("n", NpyArray.of(new long[] {1L << 60}, 1));
    ours.put("d", NpyArray.of(new double[] {0.1}));
    ours.put("again", NpzFile.read(folder.resolve("stored.npz"), "b"));
    NpzFile.write(folder.resolve("ours.npz"), ours);
    NpyWriter.write(folder.resolve("ours.npy"), NpyArray.of(new double[] {1, 2, 3}, 3));
    assertThat(
            numpy.run(
                folder,
                """
                import numpy as np
                z = np.load('ours.npz')
                for k in z: print(k, z[k].dtype, z[k].shape, z[k].tolist())
                print(np.load('ours.npy'))
                """))
        .isEqualTo(
            """
            x float32 (1, 2) [[1.5, -2.0]]
            n int64 (1,) [1152921504606846976]
            d float64 () 0.1
            again bool (2,) [True, False]
            [1. 2. 3.]
            """);
  }

  private NpyArray array(String name) {
    return NpyArray.read(folder.resolve(name + ".npy"));
  }
}
