package org.waymark.descriptors.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.weights.SafetensorsReader;
import org.waymark.descriptors.weights.Weights;

/** A file of another program that holds a network's weights, or a whole network. */
public sealed interface Checkpoint {

  /** The forms that are told apart by a file's first bytes. */
  enum Form {
    TORCH_ZIP("PyTorch checkpoint"),
    TORCH_LEGACY("PyTorch checkpoint of the form before 1.6"),
    SAFETENSORS("safetensors file"),
    TORCHSCRIPT("TorchScript program");

    private final String title;

    Form(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** Which form was found. */
  Form form();

  /**
   * Weights by name.
   *
   * @param place where in the file they were, e.g. {@code model_state_dict}; empty when they are
   *     all there is
   * @param weights without the {@code module.} that data-parallel training puts before each name
   */
  record Parameters(Form form, String place, Weights weights) implements Checkpoint {}

  /** A network with its program, which only PyTorch can run; not read here. */
  record Script(Path file) implements Checkpoint {
    @Override
    public Form form() {
      return Form.TORCHSCRIPT;
    }
  }

  /**
   * Reads a file of any of the forms. Nothing that the file names is looked up or run.
   *
   * @throws WaymarkException when it is missing, damaged, of no known form, or names what no
   *     weights need
   */
  static Checkpoint read(Path file) {
    try {
      return switch (form(file)) {
        case TORCHSCRIPT -> new Script(file);
        case SAFETENSORS -> safetensors(file);
        case TORCH_ZIP -> zip(file);
        case TORCH_LEGACY -> legacy(file);
      };
    } catch (NoSuchFileException e) {
      throw new WaymarkException("there is no checkpoint %s".formatted(file), e);
    } catch (FileSystemException e) {
      throw new WaymarkException(
          "checkpoint %s cannot be read: %s".formatted(file, FileFailure.reason(e)), e);
    } catch (IOException e) {
      throw new WaymarkException(
          "checkpoint %s is damaged or of an unknown form: %s; copy it again, or save it again with torch.save"
              .formatted(file, FileFailure.reason(e)),
          e);
    }
  }

  private static Form form(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new WaymarkException("checkpoint %s is a directory".formatted(file));
    }
    byte[] start = new byte[512];
    int length;
    try (InputStream in = Files.newInputStream(file)) {
      length = in.readNBytes(start, 0, start.length);
    }
    String text = new String(start, 0, length, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK\3\4")) {
      return TorchZip.isScript(file) ? Form.TORCHSCRIPT : Form.TORCH_ZIP;
    }
    if (text.startsWith("ustar", 257)) {
      throw new WaymarkException(
          ("checkpoint %s is a tar archive, as PyTorch wrote before 0.2, which is not read; load it"
                  + " in Python and save it again with torch.save")
              .formatted(file));
    }
    // The length of a JSON header of less than 4 GiB, and the header's first character.
    if (text.length() > 8 && text.startsWith("\0\0\0\0", 4) && text.charAt(8) == '{') {
      return Form.SAFETENSORS;
    }
    if (text.startsWith("\u0080")) {
      return Form.TORCH_LEGACY;
    }
    throw new WaymarkException(
        "%s is no checkpoint: neither torch.save's zip form nor its older form (with pickle protocol 2 and later), nor safetensors, nor TorchScript"
            .formatted(file));
  }

  private static Parameters safetensors(Path file) {
    Weights weights = SafetensorsReader.read(file);
    return new Parameters(
        Form.SAFETENSORS, "", new Weights(StateDict.withoutModule(weights.tensors())));
  }

  private static Parameters zip(Path file) throws IOException {
    TorchVocabulary vocabulary = new TorchVocabulary(file.toString());
    try (TorchZip zip = TorchZip.open(file)) {
      StateDict found = StateDict.in(zip.root(vocabulary), file);
      return new Parameters(Form.TORCH_ZIP, found.place(), found.load(zip));
    }
  }

  private static Parameters legacy(Path file) throws IOException {
    try (TorchLegacy legacy = TorchLegacy.open(file, new TorchVocabulary(file.toString()))) {
      StateDict found = StateDict.in(legacy.root(), file);
      return new Parameters(Form.TORCH_LEGACY, found.place(), found.load(legacy));
    }
  }
}
