package org.waymark.bridge.live.in;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.util.Optional;
import org.waymark.core.image.ImageData;

/**
 * A picture as a coarse grid of mean brightness, to tell whether two show the same.
 *
 * @param cells mean grey, 0 to 255, {@code [row][column]} row-major
 */
record PictureSketch(float[] cells) {

  private static final int COLUMNS = 16;
  private static final int ROWS = 12;

  /** Samples in a cell, each way: noise of the sensor shrinks by this much. */
  private static final int SAMPLES = 6;

  static Optional<PictureSketch> of(ImageData picture) {
    return Rasters.of(picture).map(PictureSketch::of);
  }

  private static PictureSketch of(BufferedImage image) {
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    float[] cells = new float[COLUMNS * ROWS];
    for (int row = 0; row < ROWS * SAMPLES; row++) {
      int y = row * image.getHeight() / (ROWS * SAMPLES);
      for (int column = 0; column < COLUMNS * SAMPLES; column++) {
        int x = column * image.getWidth() / (COLUMNS * SAMPLES);
        int sum = 0;
        for (int band = 0; band < bands; band++) {
          sum += raster.getSample(x, y, band);
        }
        cells[row / SAMPLES * COLUMNS + column / SAMPLES] += (float) sum / bands;
      }
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] /= SAMPLES * SAMPLES;
    }
    return new PictureSketch(cells);
  }

  /** The largest difference between two cells, in grey levels. */
  float difference(PictureSketch other) {
    float largest = 0;
    for (int i = 0; i < cells.length; i++) {
      largest = Math.max(largest, Math.abs(cells[i] - other.cells[i]));
    }
    return largest;
  }
}
