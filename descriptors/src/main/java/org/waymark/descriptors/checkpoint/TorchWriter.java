package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.waymark.descriptors.weights.Weights;

/**
 * Writes weights as {@code torch.save} does, for {@code torch.load} with and without {@code
 * weights_only}. The same weights always give the same bytes.
 */
public final class TorchWriter {

  private static final String ARCHIVE = "archive/";
  private static final String RUNNING_VARIANCE = ".running_var";
  private static final String COUNTER = ".num_batches_tracked";

  /** Bytes of storages, in the order of their keys 0, 1, ... */
  private final List<Content> storages = new ArrayList<>();

  private final PickleWriter pickle = new PickleWriter();

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private TorchWriter() {}

  /**
   * Writes {@code {'model_state_dict': network}}; with whitening also {@code 'num_pcs'} and {@code
   * 'state_dict': whitening}, where the GCL reference looks for it. Does not close {@code out}.
   *
   * @param network its parameters; the step counters that PyTorch's batch norms insist on are added
   * @param whitening parameters of a whitening layer; empty for none
   * @param dimensions of a whitened descriptor; unused without
   */
  public static void write(Weights network, Weights whitening, int dimensions, OutputStream out)
      throws IOException {
    TorchWriter writer = new TorchWriter();
    writer.pickle.begin();
    writer.pickle.text("model_state_dict");
    writer.stateDict(network);
    if (!whitening.tensors().isEmpty()) {
      writer.pickle.text("num_pcs");
      writer.pickle.integer(dimensions);
      writer.pickle.text("state_dict");
      writer.stateDict(whitening);
    }
    writer.writeArchive(writer.pickle.end(), out);
  }

  private void stateDict(Weights weights) {
    pickle.beginOrderedDict();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              pickle.text(name);
              pickle.tensor("FloatStorage", storages.size(), tensor.shape());
              storages.add(tensor::write);
              if (name.endsWith(RUNNING_VARIANCE)) {
                pickle.text(name.substring(0, name.length() - RUNNING_VARIANCE.length()) + COUNTER);
                pickle.tensor("LongStorage", storages.size(), List.of());
                storages.add(out -> out.write(new byte[Long.BYTES]));
              }
            });
    pickle.endDict();
  }

  private void writeArchive(byte[] pickled, OutputStream out) throws IOException {
    SequencedMap<String, Content> entries = new LinkedHashMap<>();
    entries.put("data.pkl", to -> to.write(pickled));
    entries.put("byteorder", to -> to.write("little".getBytes(StandardCharsets.US_ASCII)));
    for (int i = 0; i < storages.size(); i++) {
      entries.put("data/" + i, storages.get(i));
    }
    entries.put("version", to -> to.write("3\n".getBytes(StandardCharsets.US_ASCII)));
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, Content> entry : entries.entrySet()) {
      stored(zip, ARCHIVE + entry.getKey(), entry.getValue());
    }
    zip.finish();
  }

  /** PyTorch reads numbers in place: they are not compressed, and their size comes first. */
  private static void stored(ZipOutputStream zip, String name, Content content) throws IOException {
    CRC32 checksum = new CRC32();
    long[] size = {0};
    content.writeTo(
        new CheckedOutputStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                size[0]++;
              }

              @Override
              public void write(byte[] bytes, int from, int length) {
                size[0] += length;
              }
            },
            checksum));
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size[0]);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    content.writeTo(zip);
    zip.closeEntry();
  }
}
