package org.waymark.indexer.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.waymark.core.FileFailure;
import org.waymark.core.WaymarkException;
import org.waymark.descriptors.image.PillowResize;
import org.waymark.descriptors.image.RgbImage;

/**
 * A picture for people: a query beside the places that it looks most like, each with its lines of
 * text.
 */
public final class QuerySheet {

  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int MARGIN = 12;
  private static final int LINE = 17;
  private static final int COLUMNS = 3;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final List<Cell> cells = new ArrayList<>();

  private record Cell(Optional<RgbImage> picture, List<String> lines) {}

  /**
   * Adds a picture, from left to right and downwards.
   *
   * @param picture empty where there is none; a line says why
   */
  public void add(Optional<RgbImage> picture, List<String> lines) {
    cells.add(new Cell(picture, List.copyOf(lines)));
  }

  /**
   * Writes all as PNG.
   *
   * @throws WaymarkException when the file cannot be written
   */
  public void write(Path file) {
    try {
      if (!ImageIO.write(draw(), "png", file.toFile())) {
        throw new IOException("no PNG writer");
      }
    } catch (IOException e) {
      throw new WaymarkException(
          "picture %s cannot be written: %s".formatted(file, FileFailure.reason(e)), e);
    }
  }

  private BufferedImage draw() {
    int lines = cells.stream().mapToInt(cell -> cell.lines().size()).max().orElse(0);
    int cellWidth = WIDTH + MARGIN;
    int cellHeight = HEIGHT + lines * LINE + 2 * MARGIN;
    int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage sheet =
        new BufferedImage(
            Math.min(COLUMNS, cells.size()) * cellWidth + MARGIN,
            rows * cellHeight + MARGIN,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setFont(FONT);
    for (int i = 0; i < cells.size(); i++) {
      draw(
          graphics,
          cells.get(i),
          MARGIN + i % COLUMNS * cellWidth,
          MARGIN + i / COLUMNS * cellHeight);
    }
    graphics.dispose();
    return sheet;
  }

  private static void draw(Graphics2D graphics, Cell cell, int left, int top) {
    graphics.setColor(new Color(0xee, 0xee, 0xee));
    graphics.fillRect(left, top, WIDTH, HEIGHT);
    cell.picture()
        .ifPresent(
            picture -> {
              BufferedImage fitted = fitted(picture);
              graphics.drawImage(
                  fitted,
                  left + (WIDTH - fitted.getWidth()) / 2,
                  top + (HEIGHT - fitted.getHeight()) / 2,
                  null);
            });
    graphics.setColor(Color.BLACK);
    FontMetrics metrics = graphics.getFontMetrics();
    int y = top + HEIGHT + LINE;
    for (String line : cell.lines()) {
      graphics.drawString(shortened(line, metrics), left, y);
      y += LINE;
    }
  }

  /** The end of an id tells more than its beginning. */
  private static String shortened(String line, FontMetrics metrics) {
    String shown = line;
    for (int from = 1; metrics.stringWidth(shown) > WIDTH && from < line.length(); from++) {
      shown = "…" + line.substring(from);
    }
    return shown;
  }

  private static BufferedImage fitted(RgbImage picture) {
    double scale = Math.min((double) WIDTH / picture.width(), (double) HEIGHT / picture.height());
    RgbImage sized =
        PillowResize.bilinear(
            picture,
            Math.max(1, (int) Math.round(picture.width() * scale)),
            Math.max(1, (int) Math.round(picture.height() * scale)));
    BufferedImage pixels =
        new BufferedImage(sized.width(), sized.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = sized.rgb();
    for (int i = 0; i < sized.width() * sized.height(); i++) {
      pixels.setRGB(
          i % sized.width(),
          i / sized.width(),
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff));
    }
    return pixels;
  }
}
