package org.waymark.descriptors.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.waymark.core.WaymarkException;

/**
 * A TorchScript program, loaded. Runs in inference mode: what it returns is not for training, and
 * only another script may change it in place.
 *
 * <p>Holds native memory until closed. Arguments are DJL's {@link IValue}s, which the caller
 * closes.
 */
public final class Script implements AutoCloseable {

  /** A pickled object of class {@code __torch__.Kernels} whose one field is {@code training}. */
  private static final byte[] KERNELS_OBJECT =
      "\u0080\u0002c__torch__\nKernels\nq\u0000)\u0081}(X\u0008\u0000\u0000\u0000trainingq\u0001\u0089ubq\u0002."
          .getBytes(StandardCharsets.ISO_8859_1);

  /** A pickled empty tuple. */
  private static final byte[] NO_CONSTANTS = "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1);

  private final PtSymbolBlock block;

  private Script(PtSymbolBlock block) {
    this.block = block;
  }

  /**
   * Loads a file that {@code torch.jit.save} wrote. Whoever wrote it decides what runs: TorchScript
   * is a program, which knows no network but can read and write files.
   *
   * @param manager whose device the parameters go to
   * @throws WaymarkException when it is no TorchScript, or one that this PyTorch cannot read
   */
  public static Script load(Path file, NDManager manager) {
    try {
      return new Script(
          JniUtils.loadModule(
              (PtNDManager) manager, file, true, new String[0], new String[0], false));
    } catch (EngineException | IllegalArgumentException e) {
      throw new WaymarkException(
          "%s is no TorchScript that PyTorch %s can load (%s): save it with torch.jit.save(torch.jit.script(model), file)"
              .formatted(file, PyTorch.start().getVersion(), PyTorch.rootMessage(e)),
          e);
    }
  }

  /**
   * Compiles source text that defines a class {@code Kernels} without parameters.
   *
   * @param source in the form of a TorchScript archive's {@code code/__torch__.py}
   * @throws EngineException when this PyTorch lacks an operation that the source uses
   */
  public static Script compile(String source, NDManager manager) {
    try {
      return new Script(
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive(source)), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory does not fail", e);
    }
  }

  /**
   * The archive's form is that of torch's {@code serialization.md}: entries stored, not deflated.
   */
  private static byte[] archive(String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
      store(zip, "data.pkl", KERNELS_OBJECT);
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("kernels/" + name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Runs a method that returns one array.
   *
   * @param manager owns the result
   * @throws EngineException when the method fails, or returns something else
   */
  public NDArray run(String method, NDManager manager, IValue... arguments) {
    try (IValue result = IValueUtils.runMethod(block, method, arguments)) {
      if (!result.isTensor()) {
        throw new EngineException(
            "%s gives %s instead of one array".formatted(method, result.getType()));
      }
      return result.toTensor((PtNDManager) manager);
    }
  }

  /** An array as an argument. */
  public static IValue argument(NDArray array) {
    return IValue.from((PtNDArray) array);
  }

  @Override
  public void close() {
    block.close();
  }
}
