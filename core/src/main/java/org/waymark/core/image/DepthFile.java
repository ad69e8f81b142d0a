package org.waymark.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.waymark.core.WaymarkException;
import org.waymark.core.geometry.DepthMap;

/**
 * A depth map as a 16-bit grey PNG file.
 *
 * @param unitsPerMetre what a metre is in the file: 1000 where pixels are millimetres, 5000 in
 *     TUM's files
 */
public record DepthFile(Path file, double unitsPerMetre) {

  private static final double MILLIMETRES_PER_METRE = 1000;
  private static final int MAX_MILLIMETRES = 0xfffe;

  /**
   * Reads it. Other units than millimetres are rounded to them, and what then exceeds 65.534 m
   * becomes unknown.
   *
   * @throws WaymarkException when the file holds something else than one 16-bit channel
   */
  public DepthMap read() throws IOException {
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new IOException("depth file %s is unreadable: %s".formatted(file, rootMessage(e)), e);
    }
    if (image == null
        || !(image.getRaster().getDataBuffer() instanceof DataBufferUShort buffer)
        || buffer.getNumBanks() != 1
        || buffer.getData().length != image.getWidth() * image.getHeight()) {
      throw new WaymarkException("%s is no 16-bit grey PNG of depths".formatted(file));
    }
    short[] depths = buffer.getData();
    if (unitsPerMetre != MILLIMETRES_PER_METRE) {
      toMillimetres(depths, MILLIMETRES_PER_METRE / unitsPerMetre);
    }
    return new DepthMap(image.getWidth(), image.getHeight(), depths);
  }

  private static void toMillimetres(short[] depths, double millimetresPerUnit) {
    for (int i = 0; i < depths.length; i++) {
      long millimetres = Math.round((depths[i] & 0xffff) * millimetresPerUnit);
      depths[i] = millimetres > MAX_MILLIMETRES ? 0 : (short) millimetres;
    }
  }

  /** ImageIO says only that it caught something. */
  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
